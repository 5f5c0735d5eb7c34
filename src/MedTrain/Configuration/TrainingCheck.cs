using System.Text.RegularExpressions;
using MedTrain.Data;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;

namespace MedTrain.Configuration;

/// <summary>Finds what the <c>training:</c> section asks for that does not exist or does not go together.</summary>
internal static class TrainingCheck
{
    /// <summary>Reports at the section's keys.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="config">The section.</param>
    /// <param name="task">The task; null when it could not be read.</param>
    public static void Run(BoundConfig bound, TrainingConfig config, PredictionTask? task)
    {
        CheckOptimizer(bound, "training.optimizer", config.Optimizer);
        if (config is { Optimizer.Name: "lbfgs" } and ({ Transfer.LayerDecay: not 1 } or { Transfer.LearningRates.Count: > 0 } or { Precision: Precision.Fp16 }))
        {
            bound.Report(
                "training.optimizer.name", "lbfgs", "it has one learning rate for all parameters, and takes no fp16",
                "leave out transfer.layer_decay, transfer.learning_rates and precision: fp16, or choose another optimizer");
        }

        if (task is { } known)
        {
            CheckMonitor(bound, "training.early_stopping.monitor", config.EarlyStopping.Monitor, known);
            CheckMonitor(bound, "training.schedule.monitor", config.Schedule.Monitor ?? MonitorTable.Loss, known);
            foreach (var name in config.KeepBest) { CheckMonitor(bound, "training.keep_best", name, known); }

            if (config.Objective is { } objective && ObjectiveTable.Problem(objective, known) is { } problem)
            {
                bound.Report("training.objective", "", problem, "choose another, or leave the key out for the task's usual one");
            }
        }

        CheckTransfer(bound, config.Transfer);
        if (config.Averaging.Kind != AveragingKind.None && config.Averaging.StartEpoch > config.Epochs)
        {
            var why = $"the run has {config.Epochs} epochs, so no weights would take part";
            bound.Report("training.averaging.start_epoch", $"{config.Averaging.StartEpoch}", why, "lower it, or train longer");
        }

        if (config is { TensorFloat32: true, Device: TrainingDevice.Cpu })
        {
            bound.Report("training.tensor_float32", "true", "processors have no TF32", "remove it, or use device: cuda");
        }

        if (config is { Precision: Precision.Fp16, Device: TrainingDevice.Cpu })
        {
            bound.Report("training.precision", "fp16", "processors do not compute in fp16", "use bf16 or fp32, or device: cuda");
        }
    }

    /// <summary>Reports what the network cannot do.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="model">The network.</param>
    public static void Run(BoundConfig bound, ModelRow model)
    {
        if (bound.Find<TrainingConfig>("training") is not { } training) { return; }

        if (training.ActivationCheckpointing && !model.HasBlocks())
        {
            bound.Report(
                "training.activation_checkpointing", "true", $"{model.Name} is one chain of layers, without blocks that could be computed again",
                "remove it and lower batch_size, or choose a network with blocks, such as resnet18");
        }

        if (training.BatchSizeFinder is not null && model.Fit is not null)
        {
            bound.Report("training.batch_size_finder", "", $"{model.Name} is fitted to all cases at once", "remove it");
        }
    }

    /// <summary>Reports what is wrong with an optimizer's settings.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="key">The section of the settings.</param>
    /// <param name="config">The settings.</param>
    public static void CheckOptimizer(BoundConfig bound, string key, OptimizerConfig config)
    {
        if (!OptimizerTable.Names.Contains(config.Name))
        {
            var advice = NearestName.Advice(config.Name, OptimizerTable.Names);
            bound.Report(key + ".name", config.Name, "unknown optimizer", advice);
            return;
        }

        foreach (var (setting, value) in OptimizerTable.Foreign(config))
        {
            var settings = OptimizerTable.Find(config.Name).Settings.Select(ConfigNames.ToKey);
            bound.Report(
                key + "." + ConfigNames.ToKey(setting), $"{value}", $"{config.Name} has no such setting",
                $"remove it; besides the learning rate {config.Name} has {string.Join(", ", settings)}");
        }

        if (config is { Nesterov: true, Momentum: 0 })
        {
            bound.Report(key + ".nesterov", "true", "looking ahead needs a momentum", "set momentum above 0");
        }
    }

    private static void CheckMonitor(BoundConfig bound, string key, string name, PredictionTask task)
    {
        var names = MonitorTable.Names(task);
        if (!names.Contains(name))
        {
            var why = $"no metric of a {ConfigNames.ToKey($"{task}")} task has this name";
            bound.Report(key, name, why, NearestName.Advice(name, names));
        }
    }

    private static void CheckTransfer(BoundConfig bound, TransferConfig config)
    {
        if (config.FreezeMatching is { } pattern)
        {
            try
            {
                _ = new Regex(pattern);
            }
            catch (ArgumentException problem)
            {
                bound.Report("training.transfer.freeze_matching", pattern, problem.Message, "give a regular expression");
            }
        }

        if (config.LearningRates.Values.Any(factor => factor is <= 0 or > 1000))
        {
            bound.Report("training.transfer.learning_rates", "", "a factor must be above 0 and at most 1000", "to stop a stage's training use freeze");
        }
    }
}
