package dev.freihafen.platform.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The settings of the platform API. */
@ConfigMapping(prefix = "freihafen")
public interface PlatformConfig {
    /** Name of the cluster that the API writes to. */
    @WithDefault("local")
    String cluster();

    /** Who may come in. */
    Identity identity();

    /** The identity provider. */
    Oidc oidc();

    /** Workspaces in the browser. */
    Workspaces workspaces();

    /**
     * Key of the tokens between this API and Jupyter: any string, shared with the operator. Without it no workspace can be
     * opened.
     */
    Optional<String> workspaceKey();

    /** Secret of the client {@code freihafen-web}, with which browsers log in; without it only bearers get into workspaces. */
    Optional<String> webSecret();

    /**
     * Key of the browser sessions, 32 characters or more; without it sessions end with the program, and hold before no
     * other.
     */
    Optional<String> sessionSecret();

    /** Connections to workspaces and endpoints. */
    Proxy proxy();

    /** Tokens for machines. */
    Tokens tokens();

    /** Where workspaces find the kfp surface. */
    Kfp kfp();

    /** Tokens for machines. */
    interface Tokens {
        /** How long a token may be good, at most. */
        @WithDefault("P90D")
        Duration longestLife();

        /**
         * How long what the identity provider said of a token's owner counts; an owner who has not logged in for longer has
         * tokens that rest.
         */
        @WithDefault("P30D")
        Duration longestAbsence();

        /** Audience of the tokens that pods of this cluster come with. */
        @WithDefault("freihafen")
        String podAudience();
    }

    /** Where workspaces find the kfp surface. */
    interface Kfp {
        /** Address of the interface that pods reach. */
        @WithDefault("127.0.0.1")
        String host();

        /**
         * Port that pods' kfp clients come to, 1 to 65535; the SDK takes 8888 when it is told nothing. Without it there is
         * no such listener; 0 picks a free port.
         */
        Optional<Integer> port();
    }

    /** Where alerts go. */
    Alerts alerts();

    /** Where alerts go. SMTP itself is set by {@code quarkus.mailer.*}. */
    interface Alerts {
        /** Address that every alert is POSTed to; without it none is. */
        Optional<String> webhookUrl();

        /** Secret that webhooks are signed with; without it none is sent. */
        Optional<String> webhookSecret();

        /** Who is told by e-mail of every alert, besides those whom a budget names. */
        Optional<List<String>> emailTo();

        /** Sender of the e-mails. */
        @WithDefault("freihafen@localhost")
        String emailFrom();
    }

    /** Months and their statements. */
    Months months();

    /** Months and their statements. */
    interface Months {
        /** The zone in whose midnights months begin and end; never change it once a month is closed. */
        @WithDefault("UTC")
        ZoneId zone();

        /**
         * How old a statement of a month that is not closed may be. It is drawn up again in the background when it is older
         * and somebody asks; what finance enters counts at once.
         */
        @WithDefault("PT30S")
        Duration statementAge();

        /** Who bills, in FOCUS exports. */
        @WithDefault("Freihafen")
        String issuer();

        /** The account that is billed, in FOCUS exports. */
        @WithDefault("company")
        String billingAccount();
    }

    /** Runs of pipelines. */
    Runs runs();

    /** Runs of pipelines. */
    interface Runs {
        /** How long after a run's end the logs of its steps and its events are kept. */
        @WithDefault("P30D")
        Duration logRetention();

        /** Most connections of this program that follow a run at the same time. */
        @WithDefault("200")
        int followers();
    }

    /** The identity provider. */
    interface Oidc {
        /** Its issuer, as tokens name it; https but in tests. */
        @WithDefault("https://localhost:8443/realms/freihafen")
        String issuer();
    }

    /** Who may come in. */
    interface Identity {
        /** Audience that access tokens must carry. */
        @WithDefault("platform-api")
        String audience();

        /** Clients (claim {@code azp}) whose tokens are taken. */
        @WithDefault("freihafen-cli,freihafen-web,operator-local")
        List<String> clients();

        /** Clients that are operators; only from their tokens the cluster claim is read. */
        @WithDefault("operator-local")
        List<String> operatorClients();

        /** Groups whose people are PlatformAdmin. */
        @WithDefault("freihafen-platform-admins")
        List<String> platformAdminGroups();

        /** Groups whose people are Finance. */
        @WithDefault("freihafen-finance")
        List<String> financeGroups();

        /** Groups whose people are Auditor. */
        @WithDefault("freihafen-auditors")
        List<String> auditorGroups();
    }

    /** Workspaces in the browser. */
    interface Workspaces {
        /** Address of the interface that the workspace origin listens on. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port of the workspace origin, 1 to 65535; 0 picks a free one. */
        @WithDefault("8081")
        int port();

        /** The workspace origin as browsers see it, without a slash at the end. */
        @WithDefault("http://localhost:8081")
        String origin();

        /** Size of a workspace's volume when none is asked for, a Kubernetes quantity. */
        @WithDefault("10Gi")
        String storage();
    }

    /** Connections to workspaces and endpoints. */
    interface Proxy {
        /** How long a connection to a workload may take to open, with all tries while it is refused. */
        @WithDefault("PT10S")
        Duration connectTimeout();

        /** How long a workload may be silent before the connection is closed. */
        @WithDefault("PT1H")
        Duration idleTimeout();
    }
}
