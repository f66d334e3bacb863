package scalebook.replication.stage.versus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import scalebook.engines.Engine;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.lab.Lab;

/**
 * Our cluster beside Galera and MySQL's Group Replication, each with three databases on this
 * machine and six writers: in turns the machine that takes the writes is killed.
 */
public final class Versus implements Callable<Integer> {
  private static final int ROUNDS = 3;

  private final Map<String, List<Killed>> seen = new LinkedHashMap<>();

  /** Starts a group; nothing when it is not installed. */
  private interface Opening {
    Optional<Group> in(Lab lab) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    System.out.println(Platform.machine());
    boolean galera = true;
    boolean mysql = true;
    for (int round = 0; round < ROUNDS; round++) {
      run("ours: semi-sync, lease", Engine.ofEnvironment(), lab -> Optional.of(Ours.open(lab)));
      galera = galera && run("Galera", Engine.AUTO, OfGalera::open);
      mysql = mysql && runGroupReplication();
    }
    print();
    if (!galera) {
      System.out.println("Galera is not here: install galera-4, or set SCALEBOOK_GALERA");
    }
    if (!mysql) {
      System.out.println("Group Replication is not here: it needs Docker and an image of MySQL");
    }
    return 0;
  }

  private boolean runGroupReplication() throws Exception {
    try {
      return run("MySQL Group Replication", Engine.DOCKER, OfMySql::open);
    } catch (Missing noDocker) {
      return false;
    }
  }

  private boolean run(String name, Engine engine, Opening opening) throws Exception {
    try (Lab lab = Lab.open(engine)) {
      Optional<Group> opened = opening.in(lab);
      if (opened.isEmpty()) {
        return false;
      }
      try (Group group = opened.get()) {
        Killed one = Killed.in(group);
        System.err.printf("  %-24s %s%n", name, one);
        seen.computeIfAbsent(name, n -> new ArrayList<>()).add(one);
        return true;
      }
    }
  }

  private static double median(List<Killed> all, ToDoubleFunction<Killed> of) {
    return all.stream().mapToDouble(of).sorted().toArray()[all.size() / 2];
  }

  private static long sum(List<Killed> all, ToDoubleFunction<Killed> of) {
    return Math.round(all.stream().mapToDouble(of).sum());
  }

  private void print() {
    System.out.printf(
        "%n%-24s %9s %6s %14s %13s %6s %7s%n",
        "kills: " + ROUNDS + " each",
        "writes/s",
        "ratio",
        "ms to a write",
        "acknowledged",
        "lost",
        "failed");
    double control = median(seen.values().iterator().next(), Killed::perSecond);
    seen.forEach(
        (name, all) ->
            System.out.printf(
                "%-24s %,9.0f %6.2f %,14.0f %,13d %6d %7d%n",
                name,
                median(all, Killed::perSecond),
                median(all, Killed::perSecond) / control,
                median(all, Killed::millis),
                sum(all, Killed::acknowledged),
                sum(all, Killed::lost),
                sum(all, Killed::failed)));
  }
}
