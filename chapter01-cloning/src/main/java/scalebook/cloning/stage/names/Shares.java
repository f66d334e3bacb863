package scalebook.cloning.stage.names;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How often each address came first, and whether that fits what a policy promises. */
public record Shares(Map<String, Integer> counts, int all) {
  /** With one degree of freedom: by chance larger in one of a thousand runs. */
  private static final double CRITICAL = 10.83;

  /** One question after another, none of them remembered. */
  public static Shares of(Asking asking, String name, int times) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < times; i++) {
      counts.merge(asking.addresses(name).addresses().get(0), 1, Integer::sum);
    }
    return new Shares(counts, times);
  }

  public double percent(String address) {
    return 100.0 * counts.getOrDefault(address, 0) / all;
  }

  /** Of two addresses, of which this one should get such a share: above 0, below 1. */
  public double chiSquare(String address, double share) {
    double first = counts.getOrDefault(address, 0);
    double expected = all * share;
    double difference = (first - expected) * (first - expected);
    return difference / expected + difference / (all - expected);
  }

  public boolean fits(String address, double share) {
    return chiSquare(address, share) < CRITICAL;
  }
}
