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

  /** The argument only marks the process for the test. */
  private static Child idle(Lab lab, String name) {
    return Child.jvm(
        name,
        lab.workspace().path().resolve(name + ".log"),
        List.of("-Xmx32m"),
        Victim.class,
        List.of(lab.workspace().path().toString()),
        line -> {});
  }
}
