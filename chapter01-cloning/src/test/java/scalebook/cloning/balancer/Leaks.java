package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Buffers that were collected before anybody gave them back. */
final class Leaks {
  private static final int COLLECTIONS = 5;

  private final List<String> found = new CopyOnWriteArrayList<>();

  private Leaks() {}

  /** From now on every buffer is watched. */
  static Leaks watched() throws ReflectiveOperationException {
    Leaks leaks = new Leaks();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    Field detector =
        Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
    detector.setAccessible(true);
    ((ResourceLeakDetector<?>) detector.get(null))
        .setLeakListener((type, records) -> leaks.found.add(type + " " + records));
    return leaks;
  }

  /** Each new buffer looks for old ones that the collector has found. */
  List<String> found() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer();
      buffer.release();
    }
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    return found;
  }
}
