package scalebook.microservices.stage.protocols;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.story.Story;

/** What the same call costs in each way: the first one, JSON, against the second one, gRPC. */
public record Costs(List<Cost> all) {
  private static final int ROUNDS = 3;

  /** What one call costs; {@code answers} to some are the same in all ways. */
  public record Cost(
      String way, double bytes, double micros, long connections, List<String> answers) {}

  public static Costs of(List<Way> ways, int calls) throws Exception {
    List<Double> micros = micros(ways, calls);
    List<Cost> all = new ArrayList<>();
    for (Way way : ways) {
      Way.Wired wired = way.wired(calls);
      all.add(
          new Cost(
              way.name(),
              wired.bytes(),
              micros.get(all.size()),
              wired.connections(),
              way.answers(calls)));
    }
    return new Costs(all);
  }

  /** The best median of each: in turn, one call after another, without a wire between. */
  private static List<Double> micros(List<Way> ways, int calls) throws Exception {
    List<Double> best = new ArrayList<>();
    ways.forEach(way -> best.add(Double.MAX_VALUE));
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.size(); i++) {
        double median = ways.get(i).medianMicros(calls);
        if (round > 0) { // the first one warms up
          best.set(i, Math.min(best.get(i), median));
        }
      }
    }
    return best;
  }

  public void tell(Story.Table table) {
    all.forEach(cost -> table.row(cost.way, cost.bytes, cost.micros, cost.connections));
  }

  public Map<String, Double> bytes() {
    Map<String, Double> bytes = new LinkedHashMap<>();
    all.forEach(cost -> bytes.put(cost.way, cost.bytes));
    return bytes;
  }

  public double bytesRatio() {
    return all.get(0).bytes / all.get(1).bytes;
  }

  public double microsRatio() {
    return all.get(0).micros / all.get(1).micros;
  }

  /** The second way needs one, and the first one more. */
  public boolean oneConnection() {
    return all.get(1).connections == 1 && all.get(0).connections > 1;
  }

  /** Ways that answer otherwise than the first one. */
  public long different() {
    return all.stream().filter(cost -> !cost.answers.equals(all.get(0).answers)).count();
  }
}
