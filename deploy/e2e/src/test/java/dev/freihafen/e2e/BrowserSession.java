package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that opens a workspace: sent to the login page, logged in by its form, sent back with a session. */
final class BrowserSession {
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*login-actions/authenticate[^\"]*)\"");
    private static final int MOST_REDIRECTS = 10;
    private final Web web;

    private BrowserSession(Web web) {
        this.web = web;
    }

    /** Opens a page as somebody who has to log in first. */
    static BrowserSession loggedIn(Installation installation, String account, String page) {
        BrowserSession browser = new BrowserSession(Web.browser(installation));
        URI login = browser.follow(URI.create(page), "/protocol/openid-connect/auth");
        Answer form = browser.open(login).expect(200);
        Matcher action = ACTION.matcher(form.text());
        assertThat(action.find()).as("the login form in %s", form.text()).isTrue();
        Answer sent = browser.web
                .send(HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(Logins.form(
                                Map.of("username", account, "password", installation.secret(account + ".password"))))))
                .expect(302, 303);
        browser.settle(URI.create(sent.location()));
        return browser;
    }

    Answer open(URI page) {
        return web.send(HttpRequest.newBuilder(page).header("Accept", "text/html,*/*"));
    }

    Web web() {
        return web;
    }

    /** Follows until an address has this in it. */
    private URI follow(URI page, String wanted) {
        URI now = page;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            if (now.getPath().contains(wanted)) {
                return now;
            }
            now = now.resolve(open(now).expect(301, 302, 303, 307).location());
        }
        throw new AssertionError("from " + page + " nobody is sent to " + wanted);
    }

    /** Follows to the end. */
    private void settle(URI page) {
        URI now = page;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            Answer answer = open(now);
            if (answer.location().isEmpty()) {
                answer.expect(200);
                return;
            }
            now = now.resolve(answer.location());
        }
        throw new AssertionError("from " + page + " there is no end of redirects");
    }
}
