module dev.freihafen/step

go 1.26.0
