using MedTrain.Commands;

// A decode worker must be up in a moment, so it is recognised before any command line is built.
if (args is ["decode-worker", ..]) { return MedTrain.Data.Imaging.Workers.DecodeWorker.Run(); }

var exitCode = CommandLine.Run(args, Console.Out, Console.Error);
LibtorchLoading.End();
return exitCode;
