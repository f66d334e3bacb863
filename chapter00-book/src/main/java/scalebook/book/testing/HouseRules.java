package scalebook.book.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.lab.Chapter;
import scalebook.lab.Lab;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;

/** Which room of a module may know which: lessons → stage → concept, never back, no circle. */
public final class HouseRules {
  private static final String STAGE = "scalebook..stage..";
  private static final String LESSONS = "scalebook..lessons..";
  private static final Set<String> APPARATUS =
      Stream.of(Lab.class, Lesson.class, Playground.class, Child.class, Lifeline.class)
          .map(Class::getName)
          .collect(Collectors.toSet());

  private HouseRules() {}

  /** A chapter's rooms. */
  public static Stream<DynamicTest> of(Chapter chapter) {
    String root = chapter.getClass().getPackageName();
    String contents = chapter.getClass().getName();
    DescribedPredicate<JavaClass> concept =
        resideInAPackage(root + ".*..").and(not(resideInAnyPackage(STAGE, LESSONS)));
    DescribedPredicate<JavaClass> experiment =
        resideInAnyPackage(STAGE, LESSONS, "picocli..")
            .or(describe("apparatus", type -> APPARATUS.contains(outermost(type))));
    return tests(
        root,
        classes()
            .that()
            .resideInAPackage(root)
            .should()
            .haveNameMatching(Pattern.quote(contents) + "(\\$.*)?")
            .as("The root package holds " + chapter.getClass().getSimpleName() + " alone"),
        noClasses()
            .that(concept)
            .should()
            .dependOnClassesThat(experiment)
            .as("The concept knows no stage, no lesson, no picocli, no Lab and no child process"),
        noClasses()
            .that()
            .resideInAPackage(STAGE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(LESSONS)
            .as("The stage knows no lesson"));
  }

  /** A module below the chapters, and the packages of ours that it may know. */
  public static Stream<DynamicTest> of(String root, String... known) {
    return tests(
        root,
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAPackage("scalebook..").and(not(resideInAnyPackage(known))))
            .as("%s knows of our packages only %s".formatted(root, List.of(known))));
  }

  private static Stream<DynamicTest> tests(String root, ArchRule... rules) {
    JavaClasses types =
        new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(root);
    ArchRule noCircle =
        SlicesRuleDefinition.slices()
            .assignedFrom(new Packages())
            .should()
            .beFreeOfCycles()
            .as("No circle between packages of " + root);
    return Stream.concat(Stream.of(rules), Stream.of(noCircle))
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getDescription(), () -> rule.allowEmptyShould(true).check(types)));
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  /** Each package is a slice. */
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
