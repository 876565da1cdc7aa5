package io.gantry.engine;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Collects public types and methods without Javadoc. Left out is what another place says already:
 * methods that override, constructors, since components are the record's and all else is made by
 * the engine, and a builder's methods, which are named as the components they set.
 */
final class Undocumented extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final DocTrees docs;
  private final Predicate<String> offered;
  private final Set<String> places = new TreeSet<>();
  private String type = "";

  /**
   * @param offered whether a type is looked at, by its binary name
   */
  Undocumented(DocTrees docs, Predicate<String> offered) {
    this.docs = docs;
    this.offered = offered;
  }

  Set<String> places() {
    return places;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    String outer = type;
    String around =
        outer.isEmpty()
            ? getCurrentPath().getCompilationUnit().getPackageName() + "."
            : outer + "$";
    type = around + tree.getSimpleName();
    if (offered.test(type) && isPublic(tree.getModifiers(), outer.isEmpty())) {
      require(type);
      super.visitClass(tree, null);
    }
    type = outer;
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    if (isPublic(method.getModifiers(), false) && !isSaidElsewhere(method)) {
      require(type + "." + method.getName());
    }
    return null;
  }

  /** In an interface everything is, unless it says otherwise. */
  private boolean isPublic(ModifiersTree modifiers, boolean top) {
    return modifiers.getFlags().contains(Modifier.PUBLIC)
        || (!top
            && parent().getKind() == Tree.Kind.INTERFACE
            && !modifiers.getFlags().contains(Modifier.PRIVATE));
  }

  private boolean isSaidElsewhere(MethodTree method) {
    return method.getReturnType() == null
        || (type.endsWith("$Builder") && method.getReturnType().toString().equals("Builder"))
        || method.getModifiers().getAnnotations().stream()
            .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private Tree parent() {
    return getCurrentPath().getParentPath().getLeaf();
  }

  private void require(String what) {
    if (docs.getDocComment(getCurrentPath()) == null) {
      places.add(what);
    }
  }
}
