package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk with one thread and 64 connections. */
record Wrk(Path program) {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern TAIL = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern ALL = Pattern.compile("(\\d+) requests in");
  private static final Pattern OTHERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Map<String, Double> UNITS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3);

  /**
   * What it saw.
   *
   * @param others answers that were neither 2xx nor 3xx
   */
  record Seen(double perSecond, double tailMillis, long all, long others) {
    /** What it prints. */
    static Seen of(String out) {
      Matcher rate = RATE.matcher(out);
      Matcher tail = TAIL.matcher(out);
      Matcher all = ALL.matcher(out);
      Matcher others = OTHERS.matcher(out);
      if (!rate.find() || !tail.find() || !all.find() || out.contains("Socket errors")) {
        throw new IllegalStateException("failed under load:\n" + out);
      }
      return new Seen(
          Double.parseDouble(rate.group(1)),
          Double.parseDouble(tail.group(1)) * UNITS.get(tail.group(2)),
          Long.parseLong(all.group(1)),
          others.find() ? Long.parseLong(others.group(1)) : 0);
    }

    /** Or it was no measurement. */
    Seen good(String name) {
      if (others > 0) {
        throw new IllegalStateException(name + " refused under load: " + this);
      }
      return this;
    }
  }

  Seen ask(String url, int seconds, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "-t1", "-c64", "-d" + seconds, "--latency"));
    command.addAll(List.of(more));
    command.add(url);
    return Seen.of(output(command.toArray(String[]::new)));
  }

  /** What a program prints, if it ends well. */
  static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed: " + out);
      }
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
