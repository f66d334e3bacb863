package scalebook.book.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Loads the classes of an exercise once more; those under test tell {@link Steps} each use of a
 * field and each call. (ASM comes with AssertJ, which makes classes as well.)
 */
final class SteppedClasses extends ClassLoader {
  private static final String STEPS = Type.getInternalName(Steps.class);

  private final String exercise;
  private final String solution;

  SteppedClasses(Class<?> tests) {
    super(tests.getClassLoader());
    this.exercise = tests.getPackageName() + ".";
    this.solution = exercise.replace(".exercise.", ".solution.");
  }

  Class<?> again(Class<?> type) {
    try {
      return loadClass(type.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(exercise) && !name.startsWith(solution)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] code = name.endsWith("Contract") ? bytes : stepped(bytes);
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] stepped(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new Stepping(super.visitMethod(access, name, type, signature, exceptions));
              }
            },
            0);
    return writer.toByteArray();
  }

  private static final class Stepping extends MethodVisitor {
    Stepping(MethodVisitor method) {
      super(Opcodes.ASM9, method);
    }

    private void told() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, "step", "()V", false);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
      told();
      super.visitFieldInsn(opcode, owner, name, type);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String type, boolean own) {
      told();
      super.visitMethodInsn(opcode, owner, name, type, own);
    }
  }
}
