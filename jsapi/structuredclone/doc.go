// Package structuredclone is the global structuredClone: HTML's structured serialization and deserialization ("Safe
// passing of structured data") in one walk, within one VM. It copies data, never code: functions, symbols, proxies and
// what only exists by identity (promises, weak collections, iterators) are refused with a DataCloneError, and
// class instances become plain objects.
package structuredclone
