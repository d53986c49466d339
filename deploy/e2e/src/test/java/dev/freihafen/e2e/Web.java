package dev.freihafen.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP as this installation needs it: its own CA is trusted, redirects are answers. */
final class Web {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;

    private Web(HttpClient client) {
        this.client = client;
    }

    static Web plain(Installation installation) {
        return new Web(builder(installation).build());
    }

    /** As a browser that has no session yet. */
    static Web browser(Installation installation) {
        return new Web(builder(installation)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build());
    }

    private static HttpClient.Builder builder(Installation installation) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trusting(installation.state().resolve("ca/ca.crt")));
    }

    HttpClient client() {
        return client;
    }

    Optional<CookieHandler> cookies() {
        return client.cookieHandler();
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new AssertionError(request.build().uri() + " does not answer: " + failed, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer", stopped);
        }
    }

    private static SSLContext trusting(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "local", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new AssertionError(Platform.HINT + " (" + certificate + " cannot be used)", unusable);
        }
    }
}
