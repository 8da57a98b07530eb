/**
 * The contract between guthega and a receiver, for editors and type checkers.
 *
 *     import type { Factory } from "./guthega";
 *
 *     interface Config { level: string }
 *     interface Order { id: string; total: number }
 *
 *     const factory: Factory<Config, Order, { ok: boolean }> = ({ log, config }) => async (order, context) => {
 *       log.info("order", { id: order.id, attempt: context.attempt, level: config.level });
 *       return { ok: true };
 *     };
 *     export default factory;
 *
 * A handler that works with one source only says so: `Factory<Config, Order, Result, HTTPContext>`.
 * This file describes guthega's own part; the types of Node's modules come from `@types/node`, and AbortSignal from there or
 * from the lib "DOM".
 */

/** A value that JSON can say: what a message of format "json" is, whatever the sender put in it. */
export type JSONValue = string | number | boolean | null | JSONValue[] | { [key: string]: JSONValue };

/** The log levels, most severe first. Which are written is the operator's choice (`GUTHEGA_LOG_LEVEL`). */
export type LogLevel = "error" | "warn" | "info" | "http" | "verbose" | "debug" | "silly";

/** Fields of a log line. `message level timestamp processor requestId` are the line's own: those are written as `meta.message` and so on. */
export type LogFields = Record<string, unknown>;

/**
 * Writes one line. A string message may hold util.format's placeholders; an Error, as message or after it, becomes the
 * fields errorName, errorMessage and stack; objects after the message become fields. It never throws.
 */
export interface LogMethod {
  (message: unknown, ...meta: unknown[]): Log;
}

/** The log, shaped like a winston logger. Its methods need no `this`, and lines carry the requestId of the message they belong to. */
export interface Log {
  readonly error: LogMethod;
  readonly warn: LogMethod;
  readonly info: LogMethod;
  readonly http: LogMethod;
  readonly verbose: LogMethod;
  readonly debug: LogMethod;
  readonly silly: LogMethod;
  log(level: LogLevel, message: unknown, ...meta: unknown[]): Log;
  log(entry: { level: LogLevel; message: unknown } & LogFields): Log;
  /** A log whose lines have these fields too, with their values as they are now. */
  child(fields: LogFields): Log;
  isLevelEnabled(level: LogLevel): boolean;
  /** The least severe level that is written. */
  readonly level: LogLevel;
  readonly levels: Readonly<Record<LogLevel, number>>;
}

/** A message's header: text, or bytes where they are no text, or all values of one that was sent repeatedly. */
export type HeaderValue = string | Uint8Array | Array<string | Uint8Array>;

/** What every message context has. */
export interface CommonContext {
  /** A random UUID (version 4) that names this message in every log line. */
  readonly requestId: string;
  /** When guthega received the message. */
  readonly gts: Date;
  /** Counts from 1. */
  readonly attempt: number;
  /** Aborted when the message times out, and at a hard stop. Inherited: a spread or copied context goes without. */
  readonly signal: AbortSignal;
}

/** A message that came by HTTP. What the handler resolves with is the reply. */
export interface HTTPContext extends CommonContext {
  readonly source: "http";
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** A Kafka record. */
export interface KafkaContext extends CommonContext {
  readonly source: "kafka";
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | Uint8Array | null;
  readonly timestamp: Date;
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

/** An AMQP 0-9-1 delivery. */
export interface AMQPContext extends CommonContext {
  readonly source: "amqp";
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The broker has delivered it before. */
  readonly redelivered: boolean;
  readonly messageId?: string;
}

/** A message of Redis Pub/Sub. */
export interface RedisContext extends CommonContext {
  readonly source: "redis";
  readonly pattern: string;
  readonly channel: string;
}

/** An entry of a Redis stream. */
export interface RedisStreamsContext extends CommonContext {
  readonly source: "redis-streams";
  readonly stream: string;
  readonly id: string;
  /** The entry's other fields, beside the one that is the message. */
  readonly fields: Readonly<Record<string, HeaderValue>>;
}

/** A line of standard input. */
export interface StdinContext extends CommonContext {
  readonly source: "stdin";
  /** Its number, from 1. */
  readonly line: number;
}

/** A message given to `guthega invoke`; members of --context join it. */
export interface InvokeContext extends CommonContext {
  readonly source: "invoke";
}

/** What the source knows of the message. `source` says which of the variants it is. */
export type MessageContext =
  | HTTPContext
  | KafkaContext
  | AMQPContext
  | RedisContext
  | RedisStreamsContext
  | StdinContext
  | InvokeContext;

/**
 * Runs once per message. Resolving settles the message as done; rejecting or throwing has it retried, and in the end
 * dead-lettered. The result is written as JSON.
 */
export type Handler<Message = any, Result = unknown, Context extends CommonContext = MessageContext> = (
  message: Message,
  context: Context,
) => Result | PromiseLike<Result>;

/** What a factory is handed. `config` is the receiver config's `properties`, keys and order untouched. */
export interface FactoryOptions<Config = Record<string, any>> {
  readonly log: Log;
  readonly config: Config;
}

/** A receiver package's default export. It runs once per VM and may be async. */
export type Factory<
  Config = Record<string, any>,
  Message = any,
  Result = unknown,
  Context extends CommonContext = MessageContext,
> = (
  options: FactoryOptions<Config>,
) => Handler<Message, Result, Context> | PromiseLike<Handler<Message, Result, Context>>;

/**
 * What guthega reads of an error that a handler rejects with. Any error may have these:
 *
 *     throw Object.assign(new Error("no such customer"), { permanent: true } satisfies ErrorHints);
 */
export interface ErrorHints {
  /** Retrying cannot help: dead letter at once (HTTP: 422). */
  permanent?: boolean;
  /** Try again no sooner: milliseconds, or a duration such as "30s" (HTTP: 503 with Retry-After). */
  retryAfter?: number | string;
}

/** An error that is never retried. */
export type PermanentError = Error & ErrorHints & { permanent: true };

/** An error that says how it wants to be retried. */
export type HandlerError = Error & ErrorHints;
