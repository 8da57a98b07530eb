const { Client } = require('@elastic/elasticsearch');

/** Indexes every message in `config.index`. */
module.exports = ({ log, config }) => {
  const { connection = {}, index, type } = config;
  const hosts = [connection.host ?? connection.hosts ?? []].flat();
  if (hosts.length === 0) throw new Error('properties.connection.host is missing: name the server, "localhost:9200"');
  if (typeof index !== 'string' || index === '') throw new Error('properties.index is missing: name the index');
  if (type !== undefined) log.warn('properties.type is ignored: Elasticsearch has no types any more', { type });
  const { username, password, apiKey } = connection;
  const client = new Client({
    nodes: hosts.map((host) => (/^https?:\/\//.test(host) ? host : `http://${host}`)),
    auth: apiKey ? { apiKey } : username ? { username, password } : undefined,
    maxRetries: 0, // guthega tries again, and logs it
  });

  return async (message, { requestId }) => {
    if (message === null || typeof message !== 'object' || Array.isArray(message)) {
      throw Object.assign(new TypeError('the message is no object: a document has to be one'), { permanent: true });
    }
    try {
      // With an id of its own, what is tried again is the same document. (What a broker delivers again is not: it has another id.)
      const { body } = await client.index({ index, id: requestId, body: message });
      return { index: body._index, id: body._id, result: body.result };
    } catch (error) {
      if (error.statusCode === 400) error.permanent = true; // a document that does not fit the mapping never will
      throw error;
    }
  };
};
