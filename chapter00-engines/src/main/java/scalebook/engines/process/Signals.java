package scalebook.engines.process;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, the customary signal for a reload (SIGUSR2 belongs to the JVM itself).
 *
 * <p>{@code sun.misc.Signal} is the JDK's only way to hear it; reached by reflection, so that a JDK
 * without it only loses this.
 */
public final class Signals {
  private Signals() {}

  public static void onHangUp(Runnable action) {
    if (Platform.windows()) {
      return;
    }
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hearing =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  Tasks.daemon("hang-up", action).start();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearing);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      System.err.println("SIGHUP cannot be heard on this Java: " + e.getMessage());
    }
  }
}
