package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"
)

// emptyHash is the SHA-256 of nothing.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// signer signs requests by AWS signature version 4, the way of all S3 stores.
type signer struct {
	access, secret, region string
	now                    func() time.Time
}

// sign adds the headers that prove who asks; all headers that are there are signed.
func (s signer) sign(request *http.Request, bodyHash string) {
	now := s.now().UTC()
	request.Header.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	request.Header.Set("X-Amz-Content-Sha256", bodyHash)
	values := map[string]string{"host": request.Host}
	for name := range request.Header {
		values[strings.ToLower(name)] = strings.TrimSpace(request.Header.Get(name))
	}
	names := sorted(values)
	var headers strings.Builder
	for _, name := range names {
		headers.WriteString(name + ":" + values[name] + "\n")
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join([]string{
		request.Method, request.URL.EscapedPath(), request.URL.RawQuery, headers.String(), signed, bodyHash,
	}, "\n")
	scope := strings.Join([]string{now.Format("20060102"), s.region, "s3", "aws4_request"}, "/")
	hash := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{"AWS4-HMAC-SHA256", now.Format("20060102T150405Z"), scope, hex.EncodeToString(hash[:])}, "\n")
	key := []byte("AWS4" + s.secret)
	for _, part := range strings.Split(scope, "/") {
		key = mac(key, part)
	}
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+s.access+"/"+scope+
		",SignedHeaders="+signed+",Signature="+hex.EncodeToString(mac(key, text)))
}

func mac(key []byte, text string) []byte {
	hash := hmac.New(sha256.New, key)
	hash.Write([]byte(text))
	return hash.Sum(nil)
}

// escaped encodes a path as the signature wants it: everything but unreserved characters and slashes.
func escaped(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = encoded(segment)
	}
	return strings.Join(segments, "/")
}

func canonicalQuery(query url.Values) string {
	var parts []string
	for name, values := range query {
		for _, value := range values {
			parts = append(parts, encoded(name)+"="+encoded(value))
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, "&")
}

func encoded(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || strings.IndexByte("-._~", b) >= 0 {
			out.WriteByte(b)
		} else {
			const digits = "0123456789ABCDEF"
			out.WriteString("%" + string(digits[b>>4]) + string(digits[b&15]))
		}
	}
	return out.String()
}
