/*** Spectra Vista SIG Data ***/
name= HR.020824.0000.sig
instrument= HI: A232152 (XHR-1024i)
integration= 330.0, 30.0, 10.0, 1000.0, 40.0, 10.0
scan method= Time-based, Time-based
scan coadds= 6, 61, 156, 2, 46, 156
scan time= 2, 2
scan settings= AI, AI
external data set1= 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
external data set2= 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
external data dark= 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
external data mask= 0
optic= FIBER1(2), FIBER1(2)
temp= 30.6, -4.8, -10.2, 31.0, -4.8, -10.2
battery= 7.59, 7.56
error= 0, 0
units= Radiance, Radiance
time= 02/08/2024 10:07:36AM, 02/08/2024 10:08:06AM
longitude= 01332.0215E     , 01332.0176E     
latitude= 3325.9409S      , 3325.9416S      
gpstime=                 ,                 
comm= 
memory slot= 0, 0
factors= 1.000, 1.000, 0.000 [Overlap: Preserve, Matching Type: None]
sun zenith= 73, 73
weather= {"temperature":"","wind":""}
data= 
338.2  23251.94  2114.22  9.09
339.6  23370.13  2151.21  9.20
341.1  23488.37  2188.39  9.32
342.5  23606.66  2225.75  9.43
344.0  23724.99  2263.29  9.54
345.4  23843.35  2301.01  9.65
346.9  23961.74  2338.92  9.76
348.3  24080.15  2377.00  9.87
349.8  24198.59  2415.26  9.98
