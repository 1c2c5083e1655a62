// Names of channels, read once and again when an unknown one appears.

import { all } from "./api.js";

let names = new Map();

/** @returns A map from id to name, in the order of the newest channel first. */
export async function channelNames(knownIds = []) {
  if (names.size === 0 || knownIds.some(id => !names.has(id)))
    names = new Map((await all("/api/channels")).map(channel => [channel.id, channel.name]));
  return names;
}

export const forgetChannels = () => { names = new Map(); };
