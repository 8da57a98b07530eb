package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// received reads a message and answers with its subject, the types of its parts and the hash of the last one.
func received(r io.Reader) string {
	m, err := mail.ReadMessage(r)
	var parts []string
	var sum [sha256.Size]byte
	if err == nil {
		err = walk(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, func(kind string, content []byte) {
			parts, sum = append(parts, kind), sha256.Sum256(content)
		})
	}
	if _, rest := io.Copy(io.Discard, r); err == nil && rest != nil {
		err = rest
	}
	if err != nil {
		return "554 5.6.0 " + err.Error()
	}
	return fmt.Sprintf("250 2.0.0 %s: %s %x", m.Header.Get("Subject"), strings.Join(parts, ", "), sum)
}

// walk calls leaf for each part that has no parts, with its content decoded.
func walk(contentType, encoding string, body io.Reader, leaf func(kind string, content []byte)) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		switch strings.ToLower(encoding) {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		content, err := io.ReadAll(body)
		leaf(kind, content)
		return err
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := walk(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, leaf); err != nil {
			return err
		}
	}
}
