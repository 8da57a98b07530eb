package conf

import "strings"

// KafkaTLS is TLS to the brokers. The files are in PEM, their paths relative to the working directory.
type KafkaTLS struct {
	// CA has the certificates that the brokers' must come from; "" takes the system's.
	CA string
	// Cert and Key are the client's certificate chain and private key; both or neither.
	Cert, Key string
	// ServerName is the name in the brokers' certificates, where that is not their host's.
	ServerName string
}

// KafkaSASL is how the client shows who it is.
type KafkaSASL struct {
	// Mechanism is one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER; in the file in small letters too. Required.
	Mechanism string
	// Username and Password are required but for OAUTHBEARER.
	Username, Password string
	// TokenFile has the token of OAUTHBEARER, or TokenCommand, a program and its arguments, prints it. One is required.
	TokenFile    string
	TokenCommand []string
}

const (
	oauthBearer      = "OAUTHBEARER"
	kafkaTLSPath     = "properties.connection.tls"
	kafkaSASLPath    = "properties.connection.sasl"
	kafkaTokenNeeded = "a file that holds the token, or tokenCommand: a program and its arguments that print it"
)

// tls reads true, false, or an object.
func (k *Kafka) tls(n node) {
	t := new(KafkaTLS)
	if n.kind != boolKind {
		object(fields{
			"ca": into(&t.CA, nonEmpty), "cert": into(&t.Cert, nonEmpty), "key": into(&t.Key, nonEmpty),
			"servername": into(&t.ServerName, nonEmpty), "rejectUnauthorized": unverified,
		}, nil)(n)
	} else if on, _ := boolean(n); !on {
		return
	}
	k.TLS = t
}

// unverified refuses what Node calls rejectUnauthorized: false, and takes true, which changes nothing.
func unverified(n node) {
	if on, ok := boolean(n); ok && !on {
		n.fail("certificates are always verified", "name the CA that signed the brokers' in \"ca\"")
	}
}

func (k *Kafka) sasl(n node) {
	k.SASL = new(KafkaSASL)
	object(fields{
		"mechanism":    into(&k.SASL.Mechanism, mechanism),
		"username":     into(&k.SASL.Username, text),
		"password":     into(&k.SASL.Password, text),
		"tokenFile":    into(&k.SASL.TokenFile, nonEmpty),
		"tokenCommand": into(&k.SASL.TokenCommand, oneOrMore(nonEmpty)),
	}, nil)(n)
}

// mechanism reads a SASL mechanism, which kafka-node and others have in small letters.
func mechanism(n node) (string, bool) {
	if n.kind == stringKind {
		n.text = strings.ToUpper(n.text)
	}
	return oneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", oauthBearer)(n)
}

func (t *KafkaTLS) check(c *checks) {
	if t == nil {
		return
	}
	c.that(t.Cert != "" || t.Key == "", below(kafkaTLSPath, "cert"), "is required beside key", "the certificate's file, in PEM")
	c.that(t.Key != "" || t.Cert == "", below(kafkaTLSPath, "key"), "is required beside cert", "the private key's file, in PEM")
}

func (s *KafkaSASL) check(c *checks) {
	if s == nil {
		return
	}
	switch s.Mechanism {
	case "":
		c.that(false, below(kafkaSASLPath, "mechanism"), "is required", "one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER")
	case oauthBearer:
		c.that(s.TokenFile != "" || len(s.TokenCommand) > 0, below(kafkaSASLPath, "tokenFile"), "is required", kafkaTokenNeeded)
		c.that(s.TokenFile == "" || len(s.TokenCommand) == 0, below(kafkaSASLPath, "tokenCommand"), "is given beside tokenFile", "keep one")
	default:
		c.that(s.Username != "", below(kafkaSASLPath, "username"), "is required", "")
		c.that(s.Password != "", below(kafkaSASLPath, "password"), "is required", "")
	}
}
