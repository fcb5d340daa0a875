import { join } from 'node:path';
import nodeGypBuild = require('node-gyp-build');
import type { NativeAddon } from './binding';

/** The package's folder, from lib/native (tests) and from dist/native alike. */
const packageRoot = join(__dirname, '..', '..');

/** The native addon: a local build if there is one, else the prebuilt binary of this platform. */
export const addon = nodeGypBuild(packageRoot) as NativeAddon;
