package dev.freihafen.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarkFollowerTest {
    private final BlockingQueue<List<WatermarkAdvanced>> looked = new LinkedBlockingQueue<>();
    private final Semaphore goOn = new Semaphore(0);
    private final MarkFollower follower = new MarkFollower("marks", marks -> {
        looked.add(marks);
        goOn.acquireUninterruptibly();
    });

    @AfterEach
    void stop() {
        goOn.release(100);
        follower.stop();
    }

    @Test
    void theLatestMarkOfEachClusterWaitsWhileAnotherIsLookedAt() throws InterruptedException {
        follower.add(mark("a", 1));
        assertThat(looked.take()).containsExactly(mark("a", 1));
        follower.add(mark("a", 2));
        follower.add(mark("b", 3));
        follower.add(mark("a", 5));
        follower.add(mark("a", 4));
        goOn.release();
        assertThat(looked.take()).containsExactly(mark("a", 5), mark("b", 3));
        goOn.release();
        follower.add(mark("b", 6));
        assertThat(looked.take()).containsExactly(mark("b", 6));
    }

    @Test
    void afterItsEndMarksAreLetGo() throws InterruptedException {
        follower.add(mark("a", 1));
        looked.take();
        follower.stop();
        goOn.release();
        follower.add(mark("a", 2));
        assertThat(looked).isEmpty();
    }

    private static WatermarkAdvanced mark(String cluster, int second) {
        return new WatermarkAdvanced(cluster, Instant.ofEpochSecond(second));
    }
}
