/**
 * `.github/action/action.yml`, the Action as our reusable workflows use it, made of `action.yml`: the same, seen from
 * another folder. GitHub takes no `uses: $/` without a folder.
 */
export function workflowAction(action: string): string {
  return action.replace("main: dist/action.js", "main: ../../dist/action.js");
}
