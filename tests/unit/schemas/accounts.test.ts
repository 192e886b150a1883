import { expect, test } from 'vitest';
import { translator } from '../../../src/i18n.ts';
import { LogInForm, ResetForm, SignUpForm } from '../../../src/schemas/accounts.ts';
import { parseForm } from '../../../src/schemas/form.ts';

const t = translator('ru');
const anna = {
  first_name: 'Анна',
  last_name: 'Орлова',
  email: 'anna@example.test',
  password: 'красный трактор',
  role: 'participant',
  consent: 'on',
};

const errorsOf = (changes: object) => parseForm(SignUpForm, { ...anna, ...changes }, t).errors;

test('a complete sign-up is fine', () => {
  expect(errorsOf({})).toEqual({});
});

test('an empty sign-up asks for every field in its own words', () => {
  expect(parseForm(SignUpForm, {}, t).errors).toEqual({
    first_name: 'Введите имя',
    last_name: 'Введите фамилию',
    email: 'Введите адрес почты с символом @, например anna@mail.ru',
    password: 'Придумайте пароль',
    role: 'Выберите, участвовать или организовывать',
    consent: 'Чтобы продолжить, дайте согласие на обработку персональных данных',
  });
});

test.each([
  ['of 7 characters', 'пароль7', 'Придумайте пароль не короче 8 символов'],
  ['of 7 emoji, which are more code units', '🙂'.repeat(7), 'Придумайте пароль не короче 8 символов'],
  ['of 73 bytes', 'a'.repeat(73), /^Сократите пароль/],
  ['of 37 Russian letters', 'я'.repeat(37), /^Сократите пароль/],
  ['with NUL', 'пароль\u0000пароль', 'Уберите символы, которые нельзя показать'],
  ['with half a surrogate pair', 'пароль-пароль\ud800', 'Уберите символы, которые нельзя показать'],
  ['sent twice', ['пароль-пароль', 'пароль-другой'], 'Это поле пришло несколько раз. Оставьте одно значение'],
])('a new password %s is refused', (_what, password, message) => {
  expect(errorsOf({ password })).toEqual({ password: typeof message === 'string' ? message : expect.stringMatching(message) });
});

test.each(['12345678', 'a'.repeat(72), 'я'.repeat(36), ' с пробелами по краям '])('the password %j is kept as it is', (password) => {
  expect(parseForm(ResetForm, { password }, t).data).toEqual({ password });
});

test('the same letters make the same password, composed or not', () => {
  const typed = (password: string) => parseForm(LogInForm, { email: anna.email, password }, t).data?.password;
  expect(typed('йёлка'.normalize('NFD'))).toBe(typed('йёлка'.normalize('NFC')));
});

test.each(['admin', '', 'Organizer'])('nobody signs up as %j', (role) => {
  expect(errorsOf({ role })).toHaveProperty('role');
});

test.each(['anna', 'anna@', 'анна@пример.рф', 'a b@example.test', 'anna@example.test\r\nBcc: x@example.test', `${'a'.repeat(250)}@b.ru`])(
  'the address %j is refused',
  (email) => {
    expect(errorsOf({ email })).toHaveProperty('email');
  },
);

test('passwords are not shown again after an error', () => {
  const { values } = parseForm(SignUpForm, { ...anna, email: 'нет' }, t);
  expect(values).not.toHaveProperty('password');
  expect(values).toMatchObject({ first_name: 'Анна', email: 'нет' });
});
