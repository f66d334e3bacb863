package scalebook.lab.exercise;

import java.lang.invoke.MethodType;
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
 * of the same name. So an exercise's stub is a plain class, and needs no adapter.
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
    Map<Method, Method> methods = new HashMap<>();
    Stream.of(asked.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .forEach(method -> methods.put(method, method(type, method)));
    Served served = new Served(made(type, arguments), methods);
    return asked.cast(
        Proxy.newProxyInstance(asked.getClassLoader(), new Class<?>[] {asked}, served));
  }

  private static Object made(Class<?> type, Object[] arguments) {
    Constructor<?> constructor =
        Stream.of(type.getDeclaredConstructors())
            .filter(c -> c.getParameterCount() == arguments.length)
            .filter(
                c ->
                    IntStream.range(0, arguments.length)
                        .allMatch(i -> boxed(c.getParameterTypes()[i]).isInstance(arguments[i])))
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
      return constructor.newInstance(arguments);
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
    Class<?> wanted = boxed(asked.getReturnType());
    Class<?> returned = boxed(found.getReturnType()); // or a type variable's bound
    return takes.length == given.length
        && IntStream.range(0, takes.length)
            .allMatch(i -> boxed(takes[i]).isAssignableFrom(boxed(given[i])))
        && (wanted == Void.class
            || wanted.isAssignableFrom(returned)
            || returned.isAssignableFrom(wanted));
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
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
      return method.invoke(answer, arguments);
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
