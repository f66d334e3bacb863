package scalebook.microservices.queue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Workers, of which one dies every now and then and is replaced. */
public final class Crew implements AutoCloseable {
  private final Path endpoints;
  private final Path logs;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private int started;

  public Crew(Path endpoints, Path logs, int count) throws Exception {
    this.endpoints = endpoints;
    this.logs = logs;
    for (int i = 0; i < count; i++) {
      workers.add(fresh("never"));
    }
    for (WorkerProcess worker : workers) {
      worker.awaitReady();
    }
  }

  private WorkerProcess fresh(String place) {
    return WorkerProcess.start(endpoints, logs, "worker-" + ++started, place);
  }

  /**
   * One of them is killed where it stands. Every second successor will die by itself, between its
   * commit and its acknowledgement: that is where duplicates come from.
   */
  public void killOne(RandomGenerator random) throws Exception {
    int which = random.nextInt(workers.size());
    workers.get(which).kill();
    workers.set(which, fresh(started % 2 == 0 ? "after-commit#20" : "never"));
    replaceTheDead();
  }

  /** For those that died by themselves. */
  public void replaceTheDead() throws Exception {
    for (int i = 0; i < workers.size(); i++) {
      if (!workers.get(i).alive()) {
        workers.set(i, fresh("never"));
      }
    }
    workers.get(0).awaitReady(); // never all of them at the same time
  }

  /** Workers that lived so far. */
  public int started() {
    return started;
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
