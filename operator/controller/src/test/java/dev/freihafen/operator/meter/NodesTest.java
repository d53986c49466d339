package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodesTest {
    private static final Instant SINCE = Instant.parse("2026-09-01T10:00:00Z");
    private static final Instant HEARTBEAT = Instant.parse("2026-09-01T09:58:00Z");

    @Test
    void aReadyNodeLastsAndIsNotLost() {
        assertThat(Nodes.readySince(node("True"))).contains(SINCE);
        assertThat(Nodes.unready(node("True"))).isEmpty();
        assertThat(Nodes.lost(node("True"), SINCE.plusSeconds(9_000))).isEmpty();
    }

    @Test
    void aNodeThatSaysItIsNotReadyEndsThenAndIsNotLost() {
        assertThat(Nodes.unready(node("False"))).contains(new Nodes.End(SINCE, true));
        assertThat(Nodes.lost(node("False"), SINCE.plusSeconds(9_000))).isEmpty();
    }

    @Test
    void aSilentNodeEndsWithItsLastHeartbeatAndIsLostAfterFiveMinutes() {
        assertThat(Nodes.unready(node("Unknown"))).contains(new Nodes.End(HEARTBEAT, false));
        assertThat(Nodes.lost(node("Unknown"), SINCE.plusSeconds(300))).isEmpty();
        assertThat(Nodes.lost(node("Unknown"), SINCE.plusSeconds(301))).contains(HEARTBEAT);
    }

    @Test
    void aNodeWithoutAStatusIsNeither() {
        Node bare = Serialization.unmarshal("kind: Node\napiVersion: v1\nmetadata: {name: n}", Node.class);
        assertThat(Nodes.readySince(bare)).isEmpty();
        assertThat(Nodes.unready(bare)).isEmpty();
    }

    private static Node node(String ready) {
        return Serialization.unmarshal(
                "kind: Node\napiVersion: v1\nmetadata: {name: n}\nstatus: {conditions: [{type: Ready, status: \""
                        + ready + "\", lastHeartbeatTime: \"" + HEARTBEAT + "\", lastTransitionTime: \"" + SINCE
                        + "\"}]}",
                Node.class);
    }
}
