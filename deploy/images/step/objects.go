package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	objectScheme = "s3://"
	// largestPut is what an S3 store takes in one request.
	largestPut = 5 << 30
	tries      = 4
)

// objects is an S3 store; buckets are named in the path, as every store understands.
type objects struct {
	endpoint *url.URL
	signer   signer
	client   *http.Client
	pause    time.Duration
	// root is where the run's own artifacts lie; what lies elsewhere is a reference that the steps pass on as it is.
	root string
}

// newObjects reads where the store is and who asks from the environment; nil when the run has none.
func newObjects(get func(string) string, root string) (*objects, error) {
	text := get("FREIHAFEN_S3_ENDPOINT")
	if text == "" {
		return nil, nil
	}
	endpoint, err := url.Parse(text)
	if err != nil || endpoint.Host == "" {
		return nil, fmt.Errorf("FREIHAFEN_S3_ENDPOINT is %q, not an address such as https://s3.example", text)
	}
	s := signer{access: get("AWS_ACCESS_KEY_ID"), secret: get("AWS_SECRET_ACCESS_KEY"), region: get("FREIHAFEN_S3_REGION"), now: time.Now}
	if s.access == "" || s.secret == "" {
		return nil, fmt.Errorf("the keys of the artifact store are missing: the team's secret must have AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	return &objects{endpoint: endpoint, signer: s, client: &http.Client{}, pause: time.Second, root: root}, nil
}

// isOwn says whether an artifact is one of the run's that lie in the store.
func (o *objects) isOwn(uri string) bool {
	return o != nil && isObject(uri) && strings.HasPrefix(uri, o.root+"/")
}

// isObject says whether an artifact lies in an S3 store.
func isObject(uri string) bool { return strings.HasPrefix(uri, objectScheme) }

// local is where a command sees what lies at the URI: the kfp SDK's own rule for S3.
func local(uri, objectRoot string) string {
	if isObject(uri) {
		return filepath.Join(objectRoot, strings.TrimPrefix(uri, objectScheme))
	}
	return uri
}

// bring makes all input artifacts of the store readable for the command.
func (o *objects) bring(inputs map[string]artifactList, objectRoot string) error {
	for _, name := range sorted(inputs) {
		for _, a := range inputs[name].Artifacts {
			if o.isOwn(a.URI) {
				if err := o.download(a.URI, local(a.URI, objectRoot)); err != nil {
					return fmt.Errorf("the input artifact %q: %w", name, err)
				}
			}
		}
	}
	return nil
}

// keep puts all output artifacts that belong there into the store.
func (o *objects) keep(outputs map[string][]artifact, objectRoot string) error {
	for _, name := range sorted(outputs) {
		for _, a := range outputs[name] {
			if o.isOwn(a.URI) {
				if err := o.upload(local(a.URI, objectRoot), a.URI); err != nil {
					return fmt.Errorf("the output artifact %q: %w", name, err)
				}
			}
		}
	}
	return nil
}

// download brings the object, or all objects below it as a folder, to a local path.
func (o *objects) download(uri, to string) error {
	bucket, key, err := split(uri)
	if err != nil {
		return err
	}
	keys, err := o.list(bucket, key)
	if err != nil {
		return err
	}
	found := false
	for _, one := range keys {
		target := to
		if one != key {
			below, isBelow := strings.CutPrefix(one, key+"/")
			if !isBelow {
				continue
			}
			if !filepath.IsLocal(below) {
				return fmt.Errorf("the store has an object of the name %q, which is no path", one)
			}
			target = filepath.Join(to, below)
		}
		found = true
		if err := o.get(bucket, one, target); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("%s is not in the store: the step that made it wrote nothing, or it was deleted", uri)
	}
	return nil
}

// upload puts a file, or all files of a folder, under the URI.
func (o *objects) upload(from, uri string) error {
	bucket, key, err := split(uri)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // A step may leave an artifact without content, such as metrics that are metadata alone.
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return o.put(bucket, key, func() (*os.File, error) { return os.Open(from) })
	}
	// A Root follows no link that leads out of it.
	root, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return o.put(bucket, key+"/"+name, func() (*os.File, error) { return root.Open(name) })
	})
}

func split(uri string) (bucket, key string, err error) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(uri, objectScheme), "/")
	key = strings.TrimSuffix(key, "/")
	if !isObject(uri) || bucket == "" || key == "" {
		return "", "", fmt.Errorf("%q names no object of an S3 store", uri)
	}
	return bucket, key, nil
}

func (o *objects) put(bucket, key string, open func() (*os.File, error)) error {
	return o.retried("kept in the store", bucket, key, func() (bool, error) {
		file, err := open()
		if err != nil {
			return false, err
		}
		defer file.Close()
		hash := sha256.New()
		size, err := io.Copy(hash, file)
		if err != nil {
			return false, err
		}
		if size > largestPut {
			return false, fmt.Errorf("it has %d bytes, and at most 5 GiB are kept as one object: write a folder of smaller files", size)
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return false, err
		}
		request := o.request(http.MethodPut, bucket, key, nil)
		request.Body, request.ContentLength = io.NopCloser(file), size
		if size == 0 {
			request.Body = http.NoBody
		}
		return o.send(request, hex.EncodeToString(hash.Sum(nil)), func(*http.Response) error { return nil })
	})
}

func (o *objects) get(bucket, key, to string) error {
	return o.retried("read", bucket, key, func() (bool, error) {
		return o.send(o.request(http.MethodGet, bucket, key, nil), emptyHash, func(answer *http.Response) error {
			return store(answer.Body, to, 0o664)
		})
	})
}

type listing struct {
	Keys      []string `xml:"Contents>Key"`
	Truncated bool     `xml:"IsTruncated"`
	Next      string   `xml:"NextContinuationToken"`
}

// list gives all keys that begin so.
func (o *objects) list(bucket, prefix string) ([]string, error) {
	var keys []string
	next := ""
	for {
		query := url.Values{"list-type": {"2"}, "prefix": {prefix}}
		if next != "" {
			query.Set("continuation-token", next)
		}
		var page listing
		err := o.retried("listed", bucket, prefix, func() (bool, error) {
			return o.send(o.request(http.MethodGet, bucket, "", query), emptyHash, func(answer *http.Response) error {
				page = listing{}
				return xml.NewDecoder(answer.Body).Decode(&page)
			})
		})
		if err != nil {
			return nil, err
		}
		keys = append(keys, page.Keys...)
		if !page.Truncated || page.Next == "" {
			return keys, nil
		}
		next = page.Next
	}
}

func (o *objects) request(method, bucket, key string, query url.Values) *http.Request {
	at := *o.endpoint
	at.Path = strings.TrimSuffix(at.Path, "/") + "/" + bucket
	if key != "" {
		at.Path += "/" + key
	}
	at.RawPath = escaped(at.Path)
	at.RawQuery = canonicalQuery(query)
	return &http.Request{Method: method, URL: &at, Host: at.Host, Header: http.Header{}}
}

// send signs and sends; the flag says whether another try may help.
func (o *objects) send(request *http.Request, bodyHash string, read func(*http.Response) error) (bool, error) {
	o.signer.sign(request, bodyHash)
	answer, err := o.client.Do(request)
	if err != nil {
		return true, err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 300))
		return answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests,
			errors.New(strconv.Itoa(answer.StatusCode) + " " + strings.TrimSpace(string(text)))
	}
	return true, read(answer)
}

func (o *objects) retried(what, bucket, key string, try func() (bool, error)) error {
	pause := o.pause
	for left := tries; ; left-- {
		again, err := try()
		if err == nil {
			return nil
		}
		if !again || left == 1 {
			return fmt.Errorf("%s%s/%s cannot be %s: %w", objectScheme, bucket, key, what, err)
		}
		time.Sleep(pause)
		pause *= 2
	}
}
