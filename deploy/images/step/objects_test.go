package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTheSignatureIsTheOneOfTheStandard checks the example "GET Object" of Amazon's description of signature version 4.
func TestTheSignatureIsTheOneOfTheStandard(t *testing.T) {
	s := signer{access: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1",
		now: func() time.Time { return time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC) }}
	at, err := url.Parse("https://examplebucket.s3.amazonaws.com/test.txt")
	if err != nil {
		t.Fatal(err)
	}
	request := &http.Request{Method: "GET", URL: at, Host: at.Host, Header: http.Header{"Range": {"bytes=0-9"}}}
	s.sign(request, emptyHash)
	want := "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
		"SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
		"Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
	if got := request.Header.Get("Authorization"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// bucketServer keeps objects in memory, two to a page of a list, and refuses what is not signed as it should be.
type bucketServer struct {
	mu       sync.Mutex
	address  string
	content  map[string]string
	failures int
}

func newBucketServer(t *testing.T) *bucketServer {
	t.Helper()
	b := &bucketServer{content: map[string]string{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	b.address = server.URL
	b.keys(t)
	return b
}

// keys lets the next step find the store; each step takes them away for its command.
func (b *bucketServer) keys(t *testing.T) {
	t.Helper()
	t.Setenv("FREIHAFEN_S3_ENDPOINT", b.address)
	t.Setenv("FREIHAFEN_S3_REGION", "local")
	t.Setenv("AWS_ACCESS_KEY_ID", "fraud")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
}

func (b *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures > 0 {
		b.failures--
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	if !isSigned(r) {
		http.Error(w, "SignatureDoesNotMatch", http.StatusForbidden)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	switch {
	case r.Method == http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		b.content[name] = string(body)
	case r.URL.Query().Get("list-type") == "2":
		b.list(w, name, r.URL.Query().Get("prefix"), r.URL.Query().Get("continuation-token"))
	default:
		if text, there := b.content[name]; there {
			_, _ = io.WriteString(w, text)
		} else {
			http.Error(w, "NoSuchKey", http.StatusNotFound)
		}
	}
}

func (b *bucketServer) list(w io.Writer, bucket, prefix, after string) {
	type content struct{ Key string }
	var page struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		Contents              []content
		IsTruncated           bool
		NextContinuationToken string
	}
	for _, name := range sorted(b.content) {
		key, mine := strings.CutPrefix(name, bucket+"/")
		if !mine || !strings.HasPrefix(key, prefix) || key <= after {
			continue
		}
		if len(page.Contents) == 2 {
			page.IsTruncated, page.NextContinuationToken = true, page.Contents[1].Key
			break
		}
		page.Contents = append(page.Contents, content{key})
	}
	_ = xml.NewEncoder(w).Encode(page)
}

func isSigned(r *http.Request) bool {
	stamp, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if err != nil {
		return false
	}
	again := &http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: http.Header{}}
	signer{access: "fraud", secret: "secret", region: "local", now: func() time.Time { return stamp }}.
		sign(again, r.Header.Get("X-Amz-Content-Sha256"))
	return again.Header.Get("Authorization") == r.Header.Get("Authorization")
}

func TestArtifactsOfAnObjectStoreComeAndGoWithTheStep(t *testing.T) {
	bucket := newBucketServer(t)
	bucket.content["runs/fraud/1/load/data/part-1"] = "1"
	bucket.content["runs/fraud/1/load/data/deep/part 2+ä"] = "2"
	bucket.content["runs/fraud/1/load/data/part-3"] = "3"
	bucket.content["runs/fraud/1/load/data-of-another"] = "x"
	bucket.failures = 1
	a := newAttempt(t, "sh", "-c", `cat "$0"/part-1 "$0"/deep/* "$0"/part-3 >"$1"; mkdir "$2"; echo w >"$2/weights"; echo "$3"; test -z "$AWS_SECRET_ACCESS_KEY"`,
		"{{$.inputs.artifacts['data'].path}}", "{{$.outputs.artifacts['whole'].path}}", "{{$.outputs.artifacts['model'].path}}",
		"{{$.outputs.artifacts['whole'].uri}}")
	a.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"data": {[]artifact{{Name: "data", URI: "s3://runs/fraud/1/load/data"}}}}
	a.step.ExecutorInput.Outputs.Artifacts = map[string]artifactList{
		"whole":   {[]artifact{{Name: "whole", URI: "s3://runs/fraud/1/join/whole"}}},
		"model":   {[]artifact{{Name: "model", URI: "s3://runs/fraud/1/join/model"}}},
		"metrics": {[]artifact{{Name: "metrics", URI: "s3://runs/fraud/1/join/metrics"}}},
	}
	exit, r := a.run()
	if exit != 0 {
		t.Fatalf("exit %d, %+v", exit, r)
	}
	if got := bucket.content["runs/fraud/1/join/whole"]; got != "123" {
		t.Errorf("whole is %q", got)
	}
	if got := bucket.content["runs/fraud/1/join/model/weights"]; got != "w\n" {
		t.Errorf("the model is %q", got)
	}
	if uri := r.Artifacts["whole"][0].URI; uri != "s3://runs/fraud/1/join/whole" {
		t.Errorf("whole is told at %s", uri)
	}
}

func TestFaultsOfAnObjectStoreAreSaid(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*bucketServer)
		says  string
	}{
		{"nothing there", func(*bucketServer) {}, `the input artifact "data": s3://runs/load/data is not in the store`},
		{"wrong keys", func(*bucketServer) { os.Setenv("AWS_SECRET_ACCESS_KEY", "wrong") }, "cannot be listed: 403 SignatureDoesNotMatch"},
		{"no keys", func(*bucketServer) { os.Setenv("AWS_ACCESS_KEY_ID", "") }, "the keys of the artifact store are missing"},
		{"no address", func(*bucketServer) { os.Setenv("FREIHAFEN_S3_ENDPOINT", "nowhere") }, "not an address"},
		{"a way out", func(b *bucketServer) { b.content["runs/load/data/../../x"] = "x" }, "which is no path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bucket := newBucketServer(t)
			c.spoil(bucket)
			a := newAttempt(t, "true")
			a.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"data": {[]artifact{{Name: "data", URI: "s3://runs/load/data"}}}}
			if exit, r := a.run(); exit != ownFailure || !strings.Contains(r.Error, c.says) {
				t.Errorf("exit %d, %+v", exit, r)
			}
		})
	}
}

func TestWhatLiesElsewhereIsAReferenceThatIsPassedOn(t *testing.T) {
	for _, isThere := range []bool{true, false} {
		bucket := newBucketServer(t)
		if !isThere {
			t.Setenv("FREIHAFEN_S3_ENDPOINT", "")
		}
		a := newAttempt(t, "sh", "-c", `printf '{"artifacts":{"data":{"artifacts":[{"uri":"s3://elsewhere/data.csv"}]}}}' >"$0"; test "$1" = s3://elsewhere/old.csv`,
			"{{$.outputs.output_file}}", "{{$.inputs.artifacts['old'].uri}}").artifact("data", "system.Dataset")
		a.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"old": {[]artifact{{Name: "old", URI: "s3://elsewhere/old.csv"}}}}
		exit, r := a.run()
		if exit != 0 || r.Artifacts["data"][0].URI != "s3://elsewhere/data.csv" || len(bucket.content) != 0 {
			t.Errorf("exit %d, %+v, %v", exit, r, bucket.content)
		}
	}
}

func TestAModelOfAnObjectStoreIsPublished(t *testing.T) {
	bucket := newBucketServer(t)
	bucket.content["runs/train/model/a"] = "a"
	dir := t.TempDir()
	at := places{run: filepath.Join(dir, "run"), models: filepath.Join(dir, "models")}
	for _, folder := range []string{at.run, at.models} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	target := filepath.Join(at.models, "1", "train", "model")
	if err := publish(at, []string{"s3://runs/train/model", target}, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(target, "a")); got != "a" {
		t.Errorf("the model is %q", got)
	}
}

func TestAStoreThatIsBusyIsAskedAgainAndThenGivenUp(t *testing.T) {
	bucket := newBucketServer(t)
	bucket.content["runs/a"] = "a"
	store, err := newObjects(os.Getenv, "s3://runs")
	if err != nil {
		t.Fatal(err)
	}
	store.pause = time.Millisecond
	bucket.failures = tries - 1
	if keys, err := store.list("runs", "a"); err != nil || !sort.StringsAreSorted(keys) || len(keys) != 1 {
		t.Errorf("%v, %v", keys, err)
	}
	bucket.failures = tries
	if _, err := store.list("runs", "a"); err == nil || !strings.Contains(err.Error(), "503 busy") {
		t.Errorf("%v", err)
	}
}
