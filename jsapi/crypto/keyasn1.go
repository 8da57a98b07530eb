package crypto

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"strconv"
	"strings"
)

// oid parses an object identifier of our own.
func oid(dotted string) asn1.ObjectIdentifier {
	var out asn1.ObjectIdentifier
	for part := range strings.SplitSeq(dotted, ".") {
		n, err := strconv.Atoi(part)
		must(err)
		out = append(out, n)
	}
	return out
}

// algorithm makes an AlgorithmIdentifier; parameters may be nil, for none.
func algorithm(dotted string, parameters any) (pkix.AlgorithmIdentifier, error) {
	id := pkix.AlgorithmIdentifier{Algorithm: oid(dotted)}
	if parameters == nil {
		return id, nil
	}
	der, err := asn1.Marshal(parameters)
	id.Parameters = asn1.RawValue{FullBytes: der}
	return id, err
}
