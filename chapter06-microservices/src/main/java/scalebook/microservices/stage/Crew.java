package scalebook.microservices.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import scalebook.microservices.queue.Handling;

/**
 * Workers, of which one dies every now and then and is replaced. The first dies by itself, right
 * after its first commit, where duplicates come from; the second before the effect of its second
 * job, where losses come from. One that is killed at random may have had nothing in its hands.
 */
public final class Crew implements AutoCloseable {
  private final Path endpoints;
  private final Path logs;
  private final Handling handling;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private int started;
  private int kills;

  public Crew(Path endpoints, Path logs, int count, Handling handling) throws Exception {
    this.endpoints = endpoints;
    this.logs = logs;
    this.handling = handling;
    for (int i = 0; i < count; i++) {
      workers.add(fresh(i == 0 ? "after-commit" : i == 1 ? "before-effect#2" : "never"));
    }
    for (WorkerProcess worker : workers) {
      worker.awaitReady();
    }
  }

  private WorkerProcess fresh(String place) {
    return new WorkerProcess(endpoints, logs, "worker-" + ++started, place, handling);
  }

  /** One of the living is killed where it stands. Every second successor dies by itself, too. */
  public void killOne(RandomGenerator random) throws Exception {
    replaceTheDead();
    int which = random.nextInt(workers.size());
    workers.get(which).close();
    workers.set(which, fresh(++kills % 2 == 0 ? "after-commit#20" : "never"));
  }

  /** For those that died by themselves. */
  public void replaceTheDead() throws Exception {
    workers.replaceAll(worker -> worker.alive() ? worker : fresh("never"));
    workers.get(0).awaitReady(); // never all of them at the same time
  }

  /** Workers that lived so far. */
  public int started() {
    return started;
  }

  public int size() {
    return workers.size();
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
