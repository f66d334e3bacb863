package scalebook.cloning.stage.names;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import scalebook.cloning.stage.worker.App;
import scalebook.cloning.stage.worker.WorkerProgram;
import scalebook.cloning.supervisor.Program;
import scalebook.engines.http.HttpCaller;

/**
 * Sites: processes of their own. Their public addresses lead nowhere from here; so the way from an
 * address to a port of this machine is written down.
 */
public final class Sites implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long START_SECONDS = 40;
  private static final int FIRST_CHECKS = 4; // the first one compiles, and opens

  private final Map<String, Site> byAddress = new LinkedHashMap<>();
  private final Map<String, Double> millis = new ConcurrentHashMap<>();

  private record Site(Program.Running process, CompletableFuture<Integer> port) {}

  /** One process for each address, with these apps; returns when all were checked. */
  public static Sites open(Path logs, Map<String, App> apps) throws Exception {
    Sites sites = new Sites();
    apps.forEach((address, app) -> sites.fork(logs, address, app));
    for (Site site : sites.byAddress.values()) {
      site.port.get(START_SECONDS, TimeUnit.SECONDS);
    }
    for (int i = 0; i < FIRST_CHECKS; i++) {
      sites.check();
    }
    return sites;
  }

  private void fork(Path logs, String address, App app) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Program.Running process =
        new WorkerProgram(logs, slot -> app).fork("site-" + address, 1, line -> heard(line, port));
    byAddress.put(address, new Site(process, port));
  }

  private static void heard(String line, CompletableFuture<Integer> port) {
    if (line.startsWith("ready ")) {
      port.complete(Integer.parseInt(line.substring("ready ".length())));
    } else if (line.startsWith("failed ")) {
      port.completeExceptionally(new IllegalStateException(line));
    }
  }

  /** Whether a client that goes to this address is answered. */
  public boolean answers(String address) {
    Site site = byAddress.get(address);
    try (HttpCaller caller = new HttpCaller(site.port.join(), TIMEOUT_MILLIS)) {
      return caller.get("/wait?millis=1").status() == 200;
    } catch (IOException dead) {
      return false;
    }
  }

  /**
   * Asks every site; how long it took at best, a moment in which this machine stood still aside.
   */
  public void check() {
    for (String address : byAddress.keySet()) {
      long start = System.nanoTime();
      if (answers(address)) {
        millis.merge(address, (System.nanoTime() - start) / 1e6, Math::min);
      } else {
        millis.remove(address);
      }
    }
  }

  /** At the last check. */
  public boolean healthy(String address) {
    return millis.containsKey(address);
  }

  public double millis(String address) {
    return millis.getOrDefault(address, Double.MAX_VALUE);
  }

  /** SIGKILL. */
  public void kill(String address) throws Exception {
    Program.Running process = byAddress.get(address).process;
    process.kill();
    process.exit().get(START_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    byAddress.values().forEach(site -> site.process.kill());
  }
}
