package scalebook.sessions.stage.versus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void whatAScriptRunsIsNoRoundTrip() {
    String info =
        "# Commandstats\r\ncmdstat_evalsha:calls=2,usec=9\r\ncmdstat_hgetall:calls=2,usec=1\r\n"
            + "cmdstat_pttl:calls=2,usec=1\r\ncmdstat_info:calls=1,usec=1\r\n";
    assertThat(Commands.of(info)).isEqualTo(new Commands(2, 4));
  }

  @Test
  void withoutScriptsEveryCommandIsARoundTripAndHousekeepingIsNone() {
    String info =
        "cmdstat_hgetall:calls=3,usec=9\r\ncmdstat_hmset:calls=3,usec=1\r\n"
            + "cmdstat_ping:calls=7,usec=1\r\ncmdstat_config|resetstat:calls=1,usec=1\r\n";
    assertThat(Commands.of(info)).isEqualTo(new Commands(6, 6));
  }
}
