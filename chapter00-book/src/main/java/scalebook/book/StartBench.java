package scalebook.book;

import java.util.List;
import java.util.stream.LongStream;
import scalebook.engines.MySql;
import scalebook.lab.Lab;

/** How soon a database accepts a connection: from the template's copy to the first answer. */
final class StartBench {
  private static final int TIMES = 10;

  private StartBench() {}

  static void run() {
    try (Lab lab = Lab.open()) {
      lab.mysql("first"); // unpacks, makes the template, loads the driver
      long[] one = LongStream.range(0, TIMES).map(i -> one(lab, "db" + i)).sorted().toArray();
      long[] three = LongStream.range(0, TIMES).map(i -> three(lab, i)).sorted().toArray();
      System.out.printf("database %s, ms, %d times%n", lab.versions().get("mysql"), TIMES);
      System.out.printf("one            median %d, worst %d%n", one[TIMES / 2], one[TIMES - 1]);
      System.out.printf("three at once  median %d, worst %d%n", three[TIMES / 2], three[TIMES - 1]);
    }
  }

  private static long one(Lab lab, String name) {
    long start = System.nanoTime();
    MySql server = lab.mysql(name);
    long millis = (System.nanoTime() - start) / 1_000_000;
    server.kill();
    return millis;
  }

  private static long three(Lab lab, long round) {
    List<String> names = List.of("a" + round, "b" + round, "c" + round);
    long start = System.nanoTime();
    List<MySql> servers = lab.mysqls(names, List.of());
    long millis = (System.nanoTime() - start) / 1_000_000;
    servers.forEach(MySql::kill);
    return millis;
  }
}
