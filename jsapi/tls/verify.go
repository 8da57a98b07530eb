package tls

import (
	"bytes"
	"crypto/x509"
	"errors"
	"time"
)

// verifyError is why a chain is not trusted, as OpenSSL's X509_verify_cert_error_string and Node name it.
type verifyError struct{ code, text string }

// verify checks the peer's chain against roots (nil: the system's). usage is what the leaf must be for. It returns nil
// when all is well. Names are checked elsewhere, in JavaScript, since users may replace that.
func verify(chain []*x509.Certificate, roots *x509.CertPool, usage x509.ExtKeyUsage) *verifyError {
	if len(chain) == 0 {
		return &verifyError{"UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate"}
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{usage}})
	if err == nil {
		return nil
	}
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var system x509.SystemRootsError
	switch {
	case errors.As(err, &invalid):
		return invalidity(invalid)
	case errors.As(err, &unknown), errors.As(err, &system):
		return unknownAuthority(chain)
	}
	return &verifyError{"CERT_SIGNATURE_FAILURE", "certificate signature failure"}
}

func invalidity(e x509.CertificateInvalidError) *verifyError {
	switch e.Reason {
	case x509.Expired:
		if time.Now().Before(e.Cert.NotBefore) {
			return &verifyError{"CERT_NOT_YET_VALID", "certificate is not yet valid"}
		}
		return &verifyError{"CERT_HAS_EXPIRED", "certificate has expired"}
	case x509.IncompatibleUsage:
		return &verifyError{"INVALID_PURPOSE", "unsupported certificate purpose"}
	case x509.TooManyIntermediates:
		return &verifyError{"PATH_LENGTH_EXCEEDED", "path length constraint exceeded"}
	case x509.NotAuthorizedToSign:
		return &verifyError{"INVALID_CA", "invalid CA certificate"}
	}
	return &verifyError{"CERT_REJECTED", "certificate rejected"}
}

func unknownAuthority(chain []*x509.Certificate) *verifyError {
	last := chain[len(chain)-1]
	selfSigned := bytes.Equal(last.RawSubject, last.RawIssuer)
	switch {
	case selfSigned && len(chain) == 1:
		return &verifyError{"DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"}
	case selfSigned:
		return &verifyError{"SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"}
	case len(chain) == 1:
		return &verifyError{"UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"}
	}
	return &verifyError{"UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate"}
}
