package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.util.Map;
import scalebook.cloning.stage.load.Window;
import scalebook.engines.http.Callers;
import scalebook.engines.process.Child;
import scalebook.lab.load.Load;

/** One of three backends hangs for three seconds under 64 callers: who else waits? */
record Hang(Child backend) {
  private static final int CALLERS = 64;
  private static final int WINDOWS = 12;
  private static final int TIMEOUT_MILLIS = 10_000;

  /** A table with a row for each product, with its configuration as it is above. */
  void print(Map<String, Integer> ports) throws Exception {
    System.out.printf(
        "%n%-20s %12s %14s %8s%n", "a backend hangs 3 s", "before, /s", "worst 250 ms %", "failed");
    for (Map.Entry<String, Integer> proxy : ports.entrySet()) {
      System.out.println(row(proxy.getKey(), proxy.getValue()));
    }
  }

  private String row(String name, int port) throws IOException, InterruptedException {
    try (Callers callers = new Callers(port, TIMEOUT_MILLIS);
        Load load = Load.closed(CALLERS, Long.MAX_VALUE, number -> callers.get("/"))) {
      Thread.sleep(2 * Window.MILLIS); // connections are open, and code is compiled
      long before = Window.rates(load)[0];
      backend.pause();
      long worst = before;
      for (int i = 0; i < WINDOWS; i++) {
        worst = Math.min(worst, Window.rates(load)[0]);
      }
      backend.resume();
      long failed = load.stop().failedCount();
      return "%-20s %,12d %14d %8d".formatted(name, before, 100 * worst / before, failed);
    }
  }
}
