// The API as pages see it.
export { call, send, watchReach } from './client';
export { useCommand, usePost, type Command, type CommandOptions, type Given } from './commands';
export { download, readText } from './download';
export { freshKey } from './intent';
export { ApiError, asApiError } from './problem';
export { getAhead, listAhead, useGet, useList, type Ahead, type ReadOptions } from './queries';
export { isReceipt, type Receipt } from './receipts';
export { upload } from './upload';
export type { Body, ListPath, Parts, PathOf, Reply, Row, Schema } from './types';
