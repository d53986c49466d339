package dev.freihafen.platform.testing;

import java.util.List;

/** The accounts of the tests, named like those of the local realm. */
public enum Account {
    /** Editor of fraud. */
    scientist("fraud-editors"),
    /** Another editor of fraud. */
    colleague("fraud-editors"),
    /** Viewer of fraud. */
    viewer("fraud-viewers"),
    /** Admin of fraud. */
    teamAdmin("fraud-admins"),
    /** Editor of routing. */
    scientistRouting("routing-editors"),
    /** Administrator of the platform. */
    platform("freihafen-platform-admins"),
    /** Finance. */
    finance("freihafen-finance"),
    /** Another of finance. */
    financeSecond("freihafen-finance"),
    /** Auditor. */
    auditor("freihafen-auditors"),
    /** In no group. */
    stranger;

    private final List<String> groups;

    Account(String... groups) {
        this.groups = List.of(groups);
    }

    /** Its groups at the identity provider. */
    public List<String> groups() {
        return groups;
    }

    /** A good access token of this account. */
    public String token() {
        return TestPlatform.issuer().accessToken(this, claims -> {});
    }
}
