import { expect, test } from "vitest";
import { originOf, scriptOf } from "./reproduce.ts";

test("commit, packages and command become lines for a shell", () => {
  const origin = originOf(
    {
      tags: {
        "mlflow.source.name": "train.py",
        "mlflow.source.git.commit": "4f2a",
        "mlflow.source.git.repoURL": "https://example.org/team/repo.git",
        "lumina.command": "python train.py --depth 3",
      },
    },
    ["plots/roc.png", "environment/requirements.txt"],
  );
  expect(scriptOf("r1", origin).split("\n")).toEqual([
    "git clone https://example.org/team/repo.git again && cd again",
    "git checkout 4f2a",
    "./lumina runs download-artifact r1 environment/requirements.txt --out requirements.txt",
    "python -m venv .venv && .venv/bin/pip install -r requirements.txt",
    ".venv/bin/python train.py --depth 3",
  ]);
});

test("the packages of a logged model serve where the run has none of its own", () => {
  expect(scriptOf("r1", originOf({ tags: { "mlflow.source.name": "fit.py" } }, [], "m1")).split("\n")).toEqual([
    "./lumina logged-models download-artifact m1 requirements.txt --out requirements.txt",
    "python -m venv .venv && .venv/bin/pip install -r requirements.txt",
    ".venv/bin/python fit.py",
  ]);
});

test("what a tag says never becomes a command of its own", () => {
  const origin = originOf({ tags: { "mlflow.source.git.commit": "x; rm -rf ~", "mlflow.source.git.repoURL": "$(id)" } }, []);
  expect(scriptOf("r1", origin)).toBe("git clone '$(id)' again && cd again\ngit checkout 'x; rm -rf ~'");
});

test("MLflow's program stands for the command; a notebook has none; nothing known gives nothing", () => {
  expect(originOf({ tags: { "mlflow.source.name": "fit.py" } }, []).command).toBe("python fit.py");
  expect(originOf({ tags: { "mlflow.source.name": "explore.ipynb" } }, []).command).toBeNull();
  expect(scriptOf("r1", originOf({ tags: {} }, []))).toBe("");
});
