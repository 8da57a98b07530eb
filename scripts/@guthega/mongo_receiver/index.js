const { MongoClient } = require('mongodb');

// Options of the original's driver that today's does by itself.
const gone = ['useNewUrlParser', 'useUnifiedTopology', 'poolSize', 'reconnectTries', 'reconnectInterval', 'autoReconnect'];

/** Inserts every message into `config.collection`. */
module.exports = ({ log, config }) => {
  const { url, collection, connection = {} } = config;
  if (typeof url !== 'string' || !/^mongodb(\+srv)?:\/\//.test(url)) {
    throw new Error('properties.url is missing: name the server and the database, "mongodb://localhost:27017/guthega"');
  }
  if (typeof collection !== 'string' || collection === '') throw new Error('properties.collection is missing: name the collection to insert into');
  const options = { ...connection };
  for (const name of gone) {
    if (name in options) log.warn(`properties.connection.${name} is ignored: today's driver has no such option`);
    delete options[name];
  }
  const client = new MongoClient(url, options); // connects at the first message, and again when it has to

  return async (message) => {
    if (message === null || typeof message !== 'object' || Array.isArray(message)) {
      throw Object.assign(new TypeError('the message is no object: a document has to be one'), { permanent: true });
    }
    try {
      const { insertedId } = await client.db().collection(collection).insertOne({ ...message });
      return { insertedId: String(insertedId) };
    } catch (error) {
      // The server has it already, or will never take it.
      if (error.code === 11000 || error.code === 121) error.permanent = true;
      throw error;
    }
  };
};
