import { Router } from 'express';

/** The site's table of contents. */
export const routes = Router();
