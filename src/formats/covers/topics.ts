/** The motifs that an event of a topic may get. */
export const topicMotifs: Readonly<Record<string, readonly string[]>> = {
  music: ['vinyl', 'piano', 'strings'],
  lectures: ['bookshelf', 'amphitheatre', 'open-book'],
  tech: ['circuit', 'code-windows', 'cubes'],
  training: ['steps', 'conversation', 'stones'],
  sport: ['running-track', 'hills', 'court'],
  cinema: ['projector', 'cinema-hall', 'film-strip'],
  art: ['bauhaus-tiles', 'gallery'],
  social: ['gathering', 'long-table', 'garlands'],
  city: ['skyline', 'street-plan', 'bridge'],
  food: ['laid-table', 'citrus', 'pot'],
};

/** A word in the title may call for its own motif: clay gets jugs, not abstract tiles. */
export const titleMotifs: readonly { topic: string; words: RegExp; motif: string }[] = [
  { topic: 'art', words: /гонч|глин|керам|лепи|pottery|clay|ceramic/i, motif: 'pottery' },
  { topic: 'music', words: /орган|пиан|роял|камерн|organ|piano/i, motif: 'piano' },
  { topic: 'music', words: /гитар|кавер|бард|guitar|cover/i, motif: 'strings' },
  { topic: 'tech', words: /node|код|програм|python|javascript|\bjs\b/i, motif: 'code-windows' },
  { topic: 'tech', words: /postgres|баз[аы] данных|sql|redis|очеред/i, motif: 'circuit' },
  { topic: 'training', words: /разговор|перегов|общени|talk|conversation/i, motif: 'conversation' },
  { topic: 'city', words: /прогул|маршрут|экскурс|walk|tour/i, motif: 'street-plan' },
  { topic: 'sport', words: /поход|гор[аы]|лес|лыж|hike/i, motif: 'hills' },
  { topic: 'sport', words: /футбол|волейбол|теннис|баскет|ball|tennis/i, motif: 'court' },
  { topic: 'art', words: /выстав|живопис|картин|gallery|painting/i, motif: 'gallery' },
  { topic: 'food', words: /суп|плов|варим|борщ|soup/i, motif: 'pot' },
];
