package scalebook.cloning.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import scalebook.book.testing.Playing;
import scalebook.cloning.stage.names.Asking;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Signals;
import scalebook.lab.control.ControlClient;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class PlaygroundTest {
  private static int get(Playing playing) throws IOException {
    try (HttpCaller caller = new HttpCaller(playing.port(), 10_000)) {
      return caller.get("/").status();
    }
  }

  @Test
  void everyCommandDoesWhatItSaysWhileRequestsAreAnswered() throws Exception {
    try (Playing playing = Playing.start(1, "--workers", "3", "--control", "0")) {
      ControlClient control = playing.control();
      assertThat(get(playing)).isEqualTo(200);
      playing.type("status", "slot 3");
      playing.type("kill 2", "worker-2.1 killed");
      assertThat(get(playing)).isEqualTo(200);
      playing.type("pause 1", "worker-1.1 paused");
      JsonNode paused = control.status().path("workers").get(0);
      assertThat(paused.path("state").asText()).as("%s", paused).isEqualTo("paused");
      for (int i = 0; i < 6; i++) {
        assertThat(get(playing)).as("while a clone hangs").isEqualTo(200);
      }
      playing.type("resume 1", "worker-1.1 resumed");
      playing.type("restart", "restarted one by one");
      playing.type("scale 5", "5 workers");
      playing.type("spares 1", "warm spares: 1");
      playing.type("status", "slot 5");
      playing.type("policy least-connections", "policy least-connections");
      playing.type("policy best", "there are round-robin");
      playing.type("autoscale on", "autoscale on");
      playing.awaitLine("autoscaler 5 clones, now 1"); // nobody asks
      playing.type("autoscale off", "autoscale off");
      playing.type("autoscale maybe", "usage");
      String dig = playing.type("zone", "dig @127.0.0.1 -p ");
      int port = Integer.parseInt(dig.split(" ")[3]);
      assertThat(new Asking(port).addresses("www.shop.test.").addresses())
          .containsExactly("127.0.0.1");
      playing.type("kill", "usage");
      playing.type("front deny 127.0.0.1", "1 denied");
      assertThat(get(playing)).isEqualTo(403);
      playing.type("front off", "0 denied");
      playing.type("fly", "no command 'fly'");
      if (Playing.hangUpIsHeard()) {
        Signals.send("HUP", playing.process().pid());
        playing.awaitLine("restarted one by one");
      }
      assertThat(get(playing)).isEqualTo(200);
      assertThat(playing.quit()).isZero();
    }
  }

  @Test
  void aDeadBalancerStopsEverythingButTheClonesAndTheNextOneFindsThem() throws Exception {
    try (Playing playing = Playing.start(1, "--workers", "2", "--control", "0")) {
      ControlClient control = playing.control();
      playing.type("front deny 10.0.0.1", "1 denied");
      playing.type("policy least-connections", "policy least-connections");
      assertThat(get(playing)).isEqualTo(200);
      playing.type("kill balancer", "the balancer is dead");
      assertThatThrownBy(() -> get(playing)).isInstanceOf(IOException.class);
      JsonNode dead = control.status();
      assertThat(dead.path("balancer").asText()).isEqualTo("dead");
      assertThat(dead.path("workers").size()).as("clones live on").isEqualTo(2);
      playing.type("kill 1", "worker-1.1 killed");
      playing.type("restart", "restarted one by one"); // nobody drains anything
      playing.type("scale 3", "3 workers");
      playing.type("start db", "usage");
      playing.type("start balancer", "the balancer is back at port " + playing.port());
      for (int i = 0; i < 6; i++) {
        assertThat(get(playing)).as("new workers, whom it never met").isEqualTo(200);
      }
      awaitAnswered(control, 6);
      playing.type("start balancer", "the balancer is back");
      assertThat(get(playing)).as("one that lives is left alone").isEqualTo(200);
      awaitAnswered(control, 7);
      assertThat(playing.quit()).isZero();
    }
  }

  /** An answer is counted after it is out. */
  private static void awaitAnswered(ControlClient control, long count) {
    await()
        .untilAsserted(
            () -> assertThat(control.status().path("answered").asLong()).isEqualTo(count));
  }

  @Test
  void endOfInputEndsIt() throws Exception {
    try (Playing playing = Playing.start(1, "--workers", "2")) {
      playing.process().getOutputStream().close();
      assertThat(playing.exit()).isZero();
    }
  }
}
