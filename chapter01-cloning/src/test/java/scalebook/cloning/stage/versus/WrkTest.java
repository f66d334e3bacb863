package scalebook.cloning.stage.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String OUT =
      """
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.40ms  404.90us   5.37ms   79.25%
        Latency Distribution
           50%    1.33ms
           99%  870.00us
        45182 requests in 1.00s, 5.99MB read
      """;
  private static final String END = "Requests/sec:  44918.03\nTransfer/sec:      5.95MB\n";

  @Test
  void ratesTailsAndRefusalsAreRead() {
    assertThat(Wrk.Seen.of(OUT + END)).isEqualTo(new Wrk.Seen(44_918.03, 0.87, 45_182, 0));
    Wrk.Seen refused = Wrk.Seen.of(OUT + "  Non-2xx or 3xx responses: 45177\n" + END);
    assertThat(refused.all() - refused.others()).as("let through").isEqualTo(5);
    assertThatThrownBy(() -> refused.good("nginx")).hasMessageContaining("nginx refused");
  }

  @Test
  void brokenConnectionsAreNoMeasurement() {
    String broken = OUT + "  Socket errors: connect 0, read 3, write 0, timeout 0\n" + END;
    assertThatThrownBy(() -> Wrk.Seen.of(broken)).hasMessageContaining("Socket errors");
  }
}
