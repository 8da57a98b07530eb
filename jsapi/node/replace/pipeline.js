// In place of readable-stream's lib/internal/streams/pipeline.js, which is loaded when it is first called.
'use strict';
module.exports = {
  pipelineImpl(...args) { return require('guthega:original').pipelineImpl(...args); },
  pipeline(...streams) { return require('guthega:original').pipeline(...streams); },
};
