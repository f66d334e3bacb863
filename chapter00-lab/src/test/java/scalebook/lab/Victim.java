package scalebook.lab;

import java.util.List;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;

/** A program for tests to end in every way: two servers, a JVM child, and a paused one. */
public final class Victim {
  private Victim() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      Lifeline.attach(line -> {});
      Thread.currentThread().join();
    }
    Lab lab = Lab.open();
    System.out.println("open");
    Child frozen = idle(lab, "frozen");
    idle(lab, "idle");
    frozen.pause();
    System.out.println("paused");
    lab.redis("cache").pause();
    lab.mysql("db");
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /**
   * Marked for the test by its folder. Before the class path: of a long command line the system
   * tells only the beginning.
   */
  private static Child idle(Lab lab, String name) {
    String folder = lab.workspace().path().toString();
    return Child.jvm(
        name,
        lab.workspace().path().resolve(name + ".log"),
        List.of("-Xmx32m", "-Dfolder=" + folder),
        Victim.class,
        List.of("idle"),
        line -> {});
  }
}
