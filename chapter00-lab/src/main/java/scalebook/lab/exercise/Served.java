package scalebook.lab.exercise;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An interface served by an object that does not implement it: each method by the object's method
 * of the same name. So an exercise's stub is a plain class, and needs no adapter; records and
 * interfaces that it declares for itself are {@link Shape}d into the asker's of the same parts.
 */
public final class Served implements InvocationHandler {
  private final Object answer;
  private final Map<Method, Method> methods;

  private Served(Object answer, Map<Method, Method> methods) {
    this.answer = answer;
    this.methods = methods;
  }

  /** A new object of {@code type}; an {@link AssertionError} says what the type lacks. */
  public static <T> T as(Class<T> asked, Class<?> type, Object... arguments) {
    Map<Method, Method> methods = methods(asked, type);
    return of(asked, new Served(made(type, arguments), methods));
  }

  /** An object that is there already. */
  static <T> T of(Class<T> asked, Object answer) {
    return of(asked, new Served(answer, methods(asked, answer.getClass())));
  }

  private static <T> T of(Class<T> asked, Served served) {
    return asked.cast(
        Proxy.newProxyInstance(asked.getClassLoader(), new Class<?>[] {asked}, served));
  }

  private static Map<Method, Method> methods(Class<?> asked, Class<?> type) {
    Map<Method, Method> methods = new HashMap<>();
    Stream.of(asked.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .forEach(method -> methods.put(method, method(type, method)));
    return methods;
  }

  private static Object made(Class<?> type, Object[] arguments) {
    Constructor<?> constructor =
        Stream.of(type.getDeclaredConstructors())
            .filter(c -> c.getParameterCount() == arguments.length)
            .filter(
                c ->
                    IntStream.range(0, arguments.length)
                        .allMatch(
                            i -> Shape.fits(arguments[i].getClass(), c.getParameterTypes()[i])))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "the tests make a new %s(%s), and there is no such constructor"
                            .formatted(
                                type.getSimpleName(),
                                names(Stream.of(arguments).map(Object::getClass)))));
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(Shape.all(arguments, constructor.getGenericParameterTypes()));
    } catch (InvocationTargetException e) {
      throw unchecked(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("cannot make a new " + type.getSimpleName(), e);
    }
  }

  private static Method method(Class<?> type, Method asked) {
    Method found =
        Stream.of(type.getDeclaredMethods())
            .filter(m -> m.getName().equals(asked.getName()) && serves(m, asked))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "the tests call %s, and %s has no such method; it has %s"
                            .formatted(
                                signature(asked),
                                type.getSimpleName(),
                                Stream.of(type.getDeclaredMethods())
                                    .filter(m -> !m.isSynthetic())
                                    .map(Served::signature)
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
    found.setAccessible(true);
    return found;
  }

  private static boolean serves(Method found, Method asked) {
    Class<?>[] takes = found.getParameterTypes();
    Class<?>[] given = asked.getParameterTypes();
    Class<?> wanted = asked.getReturnType();
    Class<?> returned = found.getReturnType(); // or a type variable's bound
    return takes.length == given.length
        && IntStream.range(0, takes.length).allMatch(i -> Shape.fits(given[i], takes[i]))
        && (wanted == void.class || Shape.fits(returned, wanted) || Shape.fits(wanted, returned));
  }

  private static String signature(Method method) {
    return "%s %s(%s)"
        .formatted(
            method.getReturnType().getSimpleName(),
            method.getName(),
            names(Stream.of(method.getParameterTypes())));
  }

  private static String names(Stream<? extends Class<?>> types) {
    return types.map(Class::getSimpleName).collect(Collectors.joining(", "));
  }

  @Override
  public Object invoke(Object proxy, Method asked, Object[] arguments) throws Throwable {
    Method method = methods.getOrDefault(asked, asked); // or one of Object's
    try {
      Object[] given = Shape.all(arguments, method.getGenericParameterTypes());
      return Shape.of(method.invoke(answer, given), asked.getGenericReturnType());
    } catch (InvocationTargetException e) {
      throw allowed(e.getCause(), asked);
    }
  }

  private static Throwable allowed(Throwable thrown, Method asked) {
    boolean declared =
        Stream.of(asked.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
    return declared ? thrown : unchecked(thrown);
  }

  /** A checked exception that nobody expects is said as what it is. */
  private static Error unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return thrown instanceof Error error ? error : new AssertionError("threw " + thrown, thrown);
  }
}
