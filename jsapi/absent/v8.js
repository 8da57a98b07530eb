// The figures are those of the whole process: goja cannot count one VM's.
(function (host) {
	const memory = () => host.require('process').memoryUsage();
	const why = 'the engine is not V8';
	class Refused {
		constructor() {
			throw host.denied(new.target.name, why);
		}
	}
	const out = {
		cachedDataVersionTag: () => 0,
		getHeapStatistics() {
			const { heapTotal, heapUsed, rss, external } = memory();
			return {
				total_heap_size: heapTotal, total_heap_size_executable: 0, total_physical_size: rss,
				total_available_size: Math.max(0, limit() - heapUsed), used_heap_size: heapUsed, heap_size_limit: limit(),
				malloced_memory: 0, peak_malloced_memory: 0, does_zap_garbage: 0, number_of_native_contexts: 1,
				number_of_detached_contexts: 0, total_global_handles_size: 0, used_global_handles_size: 0, external_memory: external,
			};
		},
		getHeapSpaceStatistics() {
			const { heapTotal, heapUsed } = memory();
			return [{
				space_name: 'new_space', space_size: heapTotal, space_used_size: heapUsed,
				space_available_size: Math.max(0, heapTotal - heapUsed), physical_space_size: heapTotal,
			}];
		},
		getHeapCodeStatistics: () => ({
			code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0,
		}),
		setFlagsFromString() {}, // a hint to an engine that is not here
		takeCoverage() {},
		stopCoverage() {},
		setHeapSnapshotNearHeapLimit() {},
		Serializer: class Serializer extends Refused {},
		Deserializer: class Deserializer extends Refused {},
		DefaultSerializer: class DefaultSerializer extends Refused {},
		DefaultDeserializer: class DefaultDeserializer extends Refused {},
		GCProfiler: class GCProfiler extends Refused {},
		promiseHooks: {
			createHook: () => () => {}, onInit: () => () => {}, onBefore: () => () => {}, onAfter: () => () => {}, onSettled: () => () => {},
		},
		startupSnapshot: {
			isBuildingSnapshot: () => false, addSerializeCallback: host.deny('startupSnapshot.addSerializeCallback', why),
			addDeserializeCallback: host.deny('startupSnapshot.addDeserializeCallback', why),
			setDeserializeMainFunction: host.deny('startupSnapshot.setDeserializeMainFunction', why),
		},
	};
	for (const name of ['serialize', 'deserialize']) out[name] = host.deny(name, `${why}; structuredClone() copies values`);
	for (const name of ['getHeapSnapshot', 'writeHeapSnapshot', 'queryObjects']) out[name] = host.deny(name, why);
	return out;

	// V8's default for a machine of this size: half of its memory, four gibibytes at most.
	function limit() {
		return Math.min(host.require('os').totalmem() / 2, 4 * 2 ** 30);
	}
})
